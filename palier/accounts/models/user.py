"""People who can log in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from palier.core.models import Privacy, Record


class UserManager(BaseUserManager["User"]):
    """Create accounts, with an e-mail address or, for who enters by a QR code, without any."""

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> "User":
        """Return a saved account; without a password it cannot log in by password."""
        user = self.model(email=self.normalize_email(email).lower() or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, Record):
    """An account: a display name, and an e-mail address and a password for those who have them."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "email": Privacy.PERSONAL,
        "name": Privacy.PERSONAL,
        "password": Privacy.PERSONAL,
        "last_login": Privacy.PERSONAL,
        "is_active": Privacy.NONE,
    }
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    email = models.EmailField("adresse e-mail", unique=True, null=True, blank=True)
    name = models.CharField("prénom et nom", max_length=120)
    is_active = models.BooleanField("compte actif", default=True)

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="Cette adresse a déjà un compte.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email or "Compte sans nom"
