"""The components tell screen readers what eyes see."""

from __future__ import annotations

import re

from django import forms
from django.template import engines
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

from parvis.foundation.paging import Page
from parvis.organisations.models import Organisation


class Form(forms.Form):
    name = forms.CharField(label="Nom", help_text="Tel qu’il est écrit.")
    phone = forms.CharField(label="Téléphone", required=False)
    profile = forms.ChoiceField(
        label="Profil", choices=[("a", "Un"), ("b", "Deux")], widget=forms.RadioSelect
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def render(source: str, address: str = "/", **context: object) -> str:
    template = engines["django"].from_string(CottonCompiler().process(source))
    return re.sub(r"[ \n]+", " ", template.render(context, RequestFactory().get(address)))


def form(**data: str) -> Form:
    return Form({"version": "1", **data})


FORM = '<c-form :form="form" submit="Enregistrer" />'


def test_an_error_is_tied_to_its_field_and_linked_from_the_summary() -> None:
    html = render(FORM, form=form(profile="a"))
    assert 'aria-invalid="true" aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert '<a href="#id_name">Nom\u00a0: Ce champ est obligatoire.</a>' in html
    assert "Il y a 1 point à corriger" in html


def test_only_the_first_field_with_an_error_takes_the_focus() -> None:
    html = render(FORM, form=form())
    assert html.count("autofocus") == 1
    assert re.search(r'<input[^>]*name="name"[^>]*autofocus', html)


def test_a_group_of_radios_with_an_error_takes_the_focus_once_and_is_linked() -> None:
    html = render(FORM, form=form(name="Martin"))
    assert html.count("autofocus") == 1
    assert re.search(r'<input[^>]*id="id_profile_0"[^>]*autofocus', html)
    assert '<a href="#id_profile_0">' in html
    assert '<fieldset class="field" aria-describedby="id_profile_error">' in html


def test_an_error_of_the_whole_form_takes_the_focus() -> None:
    refused = form(name="Martin", profile="a")
    refused.add_error(None, "Réessayez.")
    html = render(FORM, form=refused)
    assert '<div class="summary" role="alert" tabindex="-1" autofocus>' in html
    assert html.count("autofocus") == 1


def test_an_error_of_a_hidden_field_is_said_too() -> None:
    html = render(FORM, form=Form({"name": "Martin", "profile": "a", "version": "x"}))
    assert "<li>Saisissez un nombre entier.</li>" in html


def test_nothing_is_said_before_something_was_sent() -> None:
    html = render(FORM, form=Form())
    assert "summary" not in html
    assert "autofocus" not in html
    assert "aria-invalid" not in html


def test_obligatory_and_optional_fields_say_so() -> None:
    html = render(FORM, form=Form())
    assert "Tous les champs marqués d’un * sont obligatoires." in html
    assert 'Nom<span class="star" aria-hidden="true"> *</span>' in html
    assert 'Téléphone <span class="optional">(facultatif)</span>' in html


def test_markup_in_what_people_wrote_is_text() -> None:
    html = render(
        '<c-heading title="{{ name }}" /><c-notice>{{ name }}</c-notice>'
        '<c-empty :title="name"></c-empty><c-search value="{{ name }}" label="x" />',
        name='<b onclick="x">',
    )
    assert "<b onclick" not in html
    assert html.count("&lt;b onclick=&quot;x&quot;&gt;") == 4


def test_a_sorted_head_says_its_order_and_leads_to_the_other() -> None:
    source = '<c-sort-head by="nom" sort="{{ sort }}">Nom</c-sort-head>'
    address = "/?q=martin&page=abc"
    unsorted = render(source, address, sort="date")
    rising = render(source, address, sort="nom")
    falling = render(source, address, sort="-nom")
    assert 'aria-sort="none"' in unsorted
    assert 'aria-sort="ascending"' in rising
    assert 'aria-sort="descending"' in falling
    assert 'href="?q=martin&amp;tri=nom"' in unsorted
    assert 'href="?q=martin&amp;tri=-nom"' in rising
    assert 'href="?q=martin&amp;tri=nom"' in falling


def test_the_pager_keeps_the_filters_and_admits_what_it_did_not_count() -> None:
    page: Page[Organisation] = Page(
        rows=[], after="suite", before="", total=1000, total_is_capped=True
    )
    html = render('<c-pager :page="page" />', "/?q=martin", page=page)
    assert 'href="?q=martin&amp;page=suite"' in html
    assert "Suivants" in html
    assert "Précédents" not in html
    assert "plus de 1\u202f000 en tout" in html


def test_a_list_on_one_page_has_no_pager() -> None:
    page: Page[Organisation] = Page(rows=[], after="", before="", total=3, total_is_capped=False)
    assert render('<c-pager :page="page" />', page=page).strip() == ""


def test_steps_are_told_in_words() -> None:
    html = render('<c-steps now="2" of="3" title="Vos fichiers" />')
    assert "Étape 2 sur 3\u00a0: Vos fichiers" in html
    assert html.count('<li class="is-done">') == 2
    assert html.count("<li") == 3
