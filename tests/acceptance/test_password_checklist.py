"""C2: the checklist on the page and the rules of the server say the same of every password."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from parvis.accounts.password_rules import RULE_SETS, rules
from tests.acceptance.conftest import NewPage

TABLE = "accounts/password_examples.json"
IDENTIFIER = "nom@exemple.fr"  # the one of the gallery's checklist
EXAMPLES = (
    "",
    IDENTIFIER,
    IDENTIFIER.upper(),
    "motdepasse",
    "Verger-Granit-48",
    "VERGER-GRANIT-48",
    "verger-granit-48",
    "Verger1!",
    "VergerGranit48",
    "123456789012",
    "Élan-Forêt-7",
    "élan forêt 77",
    "🐎🐎🐎🐎🐎🐎a1B",  # signs of two code units count once
    "straße-STRASSE-9",
    "ΣΟΦΟΣ-σοφος-12",
    "٣٣٣٣abcDEF!!",  # digits of other scripts are signs like others
    "ǅungla-2026!",  # a letter that is neither upper nor lower case
    "漢字漢字漢字漢字漢字12",
    "a\u0301b\u0301C1!  \u00a0  ",
)


def test_c2_the_page_and_the_server_judge_every_password_alike(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/atelier/galerie/")
    password = page.locator("#id_vide_password")
    lines = page.locator("[data-checklist] [data-kind]")
    expect(lines).to_have_count(len(rules()))
    for example in EXAMPLES:
        password.fill(example)
        shown = [line.get_attribute("data-met") == "true" for line in lines.all()]
        assert shown == [rule.holds(example, IDENTIFIER) for rule in rules()], example


def test_c2_each_line_says_in_words_whether_it_is_met(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/atelier/galerie/")
    checklist = page.locator("[data-checklist]")
    page.locator("#id_vide_password").fill("verger")
    expect(checklist.get_by_text("à faire", exact=True)).to_have_count(3)
    expect(checklist.get_by_text("fait", exact=True)).to_have_count(1)
    expect(checklist.get_by_role("status")).to_have_text("Règles respectées\u00a0: 1 sur 4")


def test_e6_the_script_says_what_the_table_says_of_every_rule(new_page: NewPage) -> None:
    """The lines of all three sets, whichever the operator chose."""
    page = new_page()
    page.goto("/atelier/galerie/")
    script = page.locator("script[src*='portal/password']").get_attribute("src")
    examples = json.loads((Path(__file__).parents[1] / TABLE).read_text())
    said = page.evaluate(
        """async ([script, examples]) => {
          const { holds } = await import(script);
          return examples.map((one) => holds(one.kind, one.password, one.identifier, one.value));
        }""",
        [script, examples],
    )
    wrong = [one["why"] for one, says in zip(examples, said, strict=True) if says != one["holds"]]
    assert wrong == []
    kinds = {rule.kind for one in RULE_SETS.values() for rule in one.rules}
    assert kinds <= {one["kind"] for one in examples}
