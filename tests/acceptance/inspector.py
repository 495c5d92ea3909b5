"""What every page owes to everyone: WCAG 2.2 AA as axe reads it, room to reflow, the keyboard."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE: Final = 360
DESK: Final = 1280
HEIGHTS: Final = {PHONE: 740, DESK: 900}
WCAG: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RULES: Final = (*WCAG, "best-practice")
# All that can change between a light and a dark page: the rest was looked at in the light.
COLOUR_RULES: Final = ("color-contrast", "link-in-text-block")
# WCAG 1.4.10: a page of 1280 px at 400 % leaves 320 px.
NARROWEST: Final = 320
# A tablet on its side, or a desk where another window stands beside.
HALFWAY: Final = 1024
# WCAG 2.5.8, in CSS pixels.
SMALLEST_TARGET: Final = 24
IDENTIFIER: Final = re.compile(r"(?<=/)[\w-]{16,}(?=/)|(?<=/)\d+(?=/)")

RUN_AXE: Final = """
async ({type, values}) => {
  const options = {runOnly: {type, values}, resultTypes: ["violations"], iframes: false};
  const {violations} = await axe.run(options);
  return violations.map(({id, nodes}) => `${id}: ` + nodes.slice(0, 3).map(
    ({target, any, all, none}) => `${target.join(" ")} (${[...any, ...all, ...none][0]?.message})`
  ).join(" | ") + (nodes.length > 3 ? ` and ${nodes.length - 3} more` : ""));
}
"""

# Helpers of the page under inspection; `window.inspection` lives as long as the page.
PREPARE: Final = """
() => {
  if (window.inspection) return;
  const SELECTOR = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const say = (element) => {
    const words = (element.innerText || element.ariaLabel || element.name || "").trim();
    return `<${element.tagName.toLowerCase()}> « ${words.slice(0, 40)} »`;
  };
  const isVisible = (element) => element.checkVisibility({visibilityProperty: true})
    && element.getClientRects().length > 0;
  const controls = () => [...document.querySelectorAll(SELECTOR)].filter(
    (element) => element.tabIndex >= 0 && !element.disabled && isVisible(element));
  const reached = new Set();
  const order = [];
  document.addEventListener("focusin", ({target}) => { reached.add(target); order.push(target); });

  const sideways = () => {
    const faults = [];
    const {scrollWidth, clientWidth} = document.documentElement;
    if (scrollWidth > clientWidth) {
      const wide = [...document.body.querySelectorAll("*")].filter(
        (element) => element.getBoundingClientRect().right > clientWidth + 1).slice(-1);
      faults.push(`the page is ${scrollWidth} px wide: ${wide.map(say)}`);
    }
    return faults;
  };
  const frames = () => [...document.querySelectorAll(".rows-frame")].filter(
    (frame) => isVisible(frame) && frame.scrollWidth > frame.clientWidth).map(
    (frame) => `a list of ${frame.scrollWidth} px stands in ${frame.clientWidth} px`);

  const targets = () => controls().filter((element) => {
    if (getComputedStyle(element).display === "inline") return false;  // axe knows the exceptions
    const boxes = [element, ...(element.labels ?? [])].map((part) => part.getBoundingClientRect());
    return !boxes.some(({width, height}) => Math.min(width, height) >= SMALLEST - 0.1)
      && Math.max(...boxes.map(({width}) => width)) > 1;
  }).map((element) => `the target is small: ${say(element)}`);

  const outlined = (element) => {
    const {outlineStyle, outlineWidth} = getComputedStyle(element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const showsFocus = (element) => [
    element, ...(element.labels ?? []), ...(element.closest("[data-drop]")?.querySelectorAll("*") ?? []),
  ].some(outlined);
  const isCovered = (element) => {
    const {left, right, top, bottom} = element.getBoundingClientRect();
    const points = [
      [(left + right) / 2, (top + bottom) / 2], [left + 2, top + 2], [right - 2, bottom - 2],
    ];
    return !points.some(([x, y]) => {
      const found = document.elementFromPoint(x, y);
      return found && (element.contains(found) || found.contains(element));
    });
  };
  // The keyboard was used last, so that focus shows as it does for whoever uses one.
  const focuses = () => controls().flatMap((element) => {
    element.focus();
    if (document.activeElement !== element) return [`takes no focus: ${say(element)}`];
    return [
      ...(showsFocus(element) ? [] : [`the focus is not seen: ${say(element)}`]),
      ...(isCovered(element) ? [`the focus is covered: ${say(element)}`] : []),
    ];
  });
  // The next Tab starts from the top, wherever the page put the focus.
  const restart = () => {
    const place = document.createElement("i");
    place.tabIndex = -1;
    document.body.prepend(place);
    place.focus();
    place.remove();
    reached.clear();
    order.length = 0;
    return controls().length;
  };
  const missed = () => {
    const groups = new Set([...reached].filter(({type}) => type === "radio").map(({name}) => name));
    return controls().filter((element) => !reached.has(element) && !groups.has(element.name)).map(
      (element) => `Tab does not reach ${say(element)}`);
  };
  const first = () => order[0] ? `${order[0].getAttribute("href")} ${order[0].className}` : "";
  window.inspection = {sideways, frames, targets, focuses, restart, missed, first};
}
""".replace("SMALLEST", str(SMALLEST_TARGET))


@dataclass
class Inspector:
    """Looks at page after page and keeps every fault, so that a test names them all at once."""

    faults: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    _axe: Axe = field(default_factory=Axe)

    def look(self, page: Page, name: str) -> None:
        """All of it, at both widths, in the light and in the dark."""
        page.evaluate(PREPARE)
        page.evaluate(self._axe.axe_script)
        self._read_head(page, name)
        for width, height in HEIGHTS.items():
            page.set_viewport_size({"width": width, "height": height})
            self._run_axe(page, f"{name} at {width} px", "tag", RULES)
            page.emulate_media(color_scheme="dark")
            self._run_axe(page, f"{name} at {width} px in the dark", "rule", COLOUR_RULES)
            page.emulate_media(color_scheme="light")
            self._ask(page, f"{name} at {width} px", "sideways", "frames", "targets")
        self._use_keyboard(page, name)
        self._reflow(page, name)

    def look_at_mail(self, page: Page, name: str) -> None:
        """What a mail owes: it stands within the page of a mail program, which has landmarks."""
        page.evaluate(PREPARE)
        page.evaluate(self._axe.axe_script)
        for width, height in HEIGHTS.items():
            page.set_viewport_size({"width": width, "height": height})
            self._ask(page, f"{name} at {width} px", "sideways")
        self._run_axe(page, name, "tag", WCAG)
        page.emulate_media(color_scheme="dark")
        self._run_axe(page, f"{name} in the dark", "rule", COLOUR_RULES)
        page.emulate_media(color_scheme="light")

    def _note(self, where: str, faults: list[str]) -> None:
        self.faults += [f"{where}: {fault}" for fault in faults]

    def _ask(self, page: Page, where: str, *questions: str) -> None:
        for question in questions:
            self._note(where, page.evaluate(f"window.inspection.{question}()"))

    def _run_axe(self, page: Page, where: str, kind: str, values: tuple[str, ...]) -> None:
        self._note(where, page.evaluate(RUN_AXE, {"type": kind, "values": list(values)}))

    def _read_head(self, page: Page, name: str) -> None:
        head: dict[str, Any] = page.evaluate(
            "() => ({lang: document.documentElement.lang, title: document.title,"
            " headings: document.querySelectorAll('h1').length})"
        )
        if head["lang"] != "fr":
            self._note(name, [f"its language is « {head['lang']} »"])
        if head["headings"] != 1:
            self._note(name, [f"it has {head['headings']} first headings"])
        path = IDENTIFIER.sub("…", urlsplit(page.url).path)
        other = self.titles.setdefault(head["title"], path)
        if other != path:
            self._note(name, [f"{path} has the title of {other}: {head['title']}"])

    def _use_keyboard(self, page: Page, name: str) -> None:
        # A few more than there are controls: lists that scroll and mails in frames stop Tab too.
        for _press in range(page.evaluate("window.inspection.restart()") + 8):
            page.keyboard.press("Tab")
        first = page.evaluate("window.inspection.first()")
        if first != "#contenu skip":
            self._note(name, [f"the first stop of Tab is « {first} »"])
        self._ask(page, name, "missed", "focuses")

    def _reflow(self, page: Page, name: str) -> None:
        page.set_viewport_size({"width": NARROWEST, "height": HEIGHTS[PHONE]})
        self._ask(page, f"{name} at {NARROWEST} px", "sideways", "frames")
        page.set_viewport_size({"width": HALFWAY, "height": HEIGHTS[DESK]})
        self._ask(page, f"{name} at {HALFWAY} px", "sideways", "frames")
        page.set_viewport_size({"width": DESK, "height": HEIGHTS[DESK]})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        self._ask(page, f"{name} with text of 200 %", "sideways")
        page.evaluate("document.documentElement.style.fontSize = ''")
