from django.http import HttpRequest

from parvis.accounts.models import Account


class AccountRequest(HttpRequest):
    """A request of somebody signed in."""

    user: Account
