"""What people type about their login."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as LibraryLoginForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parvis.accounts.models import Account
from parvis.accounts.phones import clean_landline, clean_mobile, readable_phone


class LoginForm(LibraryLoginForm):  # type: ignore[misc]
    """Identifier and password, under the words people know them by."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        login, password = self.fields["login"], self.fields["password"]
        login.label = gettext_lazy("Identifiant")
        login.help_text = gettext_lazy("Votre adresse e-mail personnelle.")
        login.widget = forms.EmailInput(attrs={"autocomplete": "username"})
        login.error_messages["required"] = gettext_lazy("Indiquez votre identifiant.")
        password.label = gettext_lazy("Mot de passe")
        password.help_text = ""
        password.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        password.error_messages["required"] = gettext_lazy("Indiquez votre mot de passe.")
        self.fields.pop("remember", None)


class PasswordForm(forms.Form):
    """A new password, typed twice, under the operator's rules."""

    password = forms.CharField(
        label=gettext_lazy("Mot de passe"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Choisissez un mot de passe.")},
    )
    confirmation = forms.CharField(
        label=gettext_lazy("Confirmation du mot de passe"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Tapez le mot de passe une seconde fois.")},
    )

    def __init__(self, *args: Any, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        self.account = account

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.account)
        return password

    def clean(self) -> None:
        super().clean()
        password = self.data.get(self.add_prefix("password"))
        confirmation = self.cleaned_data.get("confirmation")
        if confirmation is not None and password and confirmation != password:
            self.add_error(
                "confirmation",
                ValidationError(_("Les deux mots de passe ne sont pas les mêmes."), code="differ"),
            )


class PhoneField(forms.CharField):
    """A telephone number, kept in E.164, shown as people read it."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
    read = staticmethod(clean_landline)

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        return self.read(written) if written else ""

    def prepare_value(self, value: Any) -> Any:
        return (
            readable_phone(value)
            if isinstance(value, str) and value.startswith("+") and value[1:].isdigit()
            else value
        )


class MobileField(PhoneField):
    read = staticmethod(clean_mobile)


class ActivationForm(PasswordForm):
    """What finishes an account: a mobile number for those who were invited, and a password."""

    mobile_phone = MobileField(
        label=gettext_lazy("Téléphone portable"),
        help_text=gettext_lazy("Par exemple 06 12 34 56 78."),
        error_messages={"required": gettext_lazy("Indiquez votre numéro de téléphone portable.")},
    )
    field_order = ["mobile_phone", "password", "confirmation"]

    def __init__(self, *args: Any, mobile_wanted: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not mobile_wanted:
            del self.fields["mobile_phone"]

    def contact(self) -> dict[str, str]:
        """The password and what else was asked."""
        return {"mobile_phone": "", **_typed_once(self)}


class NamesForm(forms.Form):
    """One's own names."""

    last_name = forms.CharField(
        label=pgettext_lazy("person", "Nom"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": gettext_lazy("Indiquez votre nom.")},
    )
    first_name = forms.CharField(
        label=gettext_lazy("Prénom"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": gettext_lazy("Indiquez votre prénom.")},
    )


class FirmActivationForm(NamesForm, PasswordForm):
    """E4: what a firm's principal, whom its client knows by an e-mail address only, adds."""

    landline_phone = PhoneField(label=gettext_lazy("Téléphone fixe"), required=False)
    mobile_phone = MobileField(label=gettext_lazy("Téléphone mobile"), required=False)
    field_order = [
        "password",
        "confirmation",
        "last_name",
        "first_name",
        "landline_phone",
        "mobile_phone",
    ]

    def contact(self) -> dict[str, str]:
        """The password and what else was asked."""
        return _typed_once(self)


def _typed_once(form: PasswordForm) -> dict[str, str]:
    return {name: value for name, value in form.cleaned_data.items() if name != "confirmation"}


class ForgottenForm(forms.Form):
    identifier = forms.EmailField(
        label=gettext_lazy("Identifiant"),
        help_text=gettext_lazy("L’adresse e-mail sur laquelle vous recevez nos messages."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": gettext_lazy("Indiquez votre adresse e-mail."),
            "invalid": gettext_lazy(
                "Cette adresse e-mail n’est pas complète. Écrivez-la par exemple nom@exemple.fr."
            ),
        },
    )


class TermsForm(forms.Form):
    """The version shown is the one accepted, even if a newer one came out meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    accepted = forms.BooleanField(
        label=gettext_lazy("J’ai lu et j’accepte les conditions générales d’utilisation"),
        error_messages={"required": gettext_lazy("Cochez cette case pour ouvrir votre espace.")},
    )


class DetailsForm(NamesForm):
    """« Modifier contact » (E12): one's own names, telephones and language."""

    landline_phone = PhoneField(label=gettext_lazy("Téléphone fixe"), required=False)
    mobile_phone = MobileField(label=gettext_lazy("Téléphone mobile"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Langue"), choices=settings.LANGUAGES)
    field_order = ["first_name", "last_name", "landline_phone", "mobile_phone", "language"]


class ChangePasswordForm(PasswordForm):
    """« Modifier mot de passe » (E12): the current one, and a new one under the rules."""

    current = forms.CharField(
        label=gettext_lazy("Mot de passe actuel"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Indiquez votre mot de passe actuel.")},
    )
    field_order = ["current", "password", "confirmation"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].label = gettext_lazy("Nouveau mot de passe")
        self.fields["confirmation"].label = gettext_lazy("Confirmation du nouveau mot de passe")

    def clean_password(self) -> str:
        password = super().clean_password()
        if password == self.cleaned_data.get("current"):
            raise ValidationError(
                _("C’est votre mot de passe actuel. Choisissez-en un autre."), code="same"
            )
        return password


class CodeForm(forms.Form):
    """The code of a text, however it was copied."""

    code = forms.CharField(
        label=gettext_lazy("Code reçu par SMS"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Indiquez le code reçu par SMS.")},
    )

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if not (len(code) == 6 and code.isascii() and code.isdigit()):
            raise ValidationError(_("Le code a 6 chiffres. Recopiez-le du SMS."), code="shape")
        return code
