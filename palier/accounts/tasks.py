"""What the account pages leave to the background."""

from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from palier.accounts.models import User


@task()
def send_password_reset(email: str, origin: str) -> None:
    """Write to ``email``: the link to choose a new password, or that no account is open at this address.

    The account is looked for here, not while its page is answered: the page takes as long for an unknown address.
    ``origin`` begins the link, such as https://palier.exemple.fr/.
    """
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None:
        _write(email, "account/email/unknown_account", {})
        return
    token = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    link = urljoin(origin, reverse("account_reset_password_from_key", kwargs=token))
    _write(email, "account/email/password_reset_key", {"password_reset_url": link})


def _write(email: str, template: str, words: dict[str, str]) -> None:
    subject = render_to_string(f"{template}_subject.txt").strip()
    send_mail(subject, render_to_string(f"{template}_message.txt", words), None, [email])
