/* « Certifier » shows as soon as a mobile number is typed that is not certified yet. Without this
   script it shows once the number is saved. */

const digits = (text) => text.replace(/\D/g, "");

for (const button of document.querySelectorAll("[data-certifies]")) {
  const input = document.getElementById(button.dataset.certifies);
  const mark = document.getElementById("mobile_certifie");
  const update = () => {
    const isCertified = Boolean(mark) && digits(input.value) === digits(button.dataset.certified);
    button.hidden = digits(input.value) === "" || isCertified;
    if (mark) mark.hidden = !isCertified;
  };
  input.addEventListener("input", update);
  update();
}
