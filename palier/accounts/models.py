"""People who can log in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from palier.core.models import Privacy, Record


class UserManager(BaseUserManager["User"]):
    """Create users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a saved user; without a password the account cannot log in by password."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        """Return a saved user with every right of the technical administration."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin, Record):
    """An account: an e-mail address, a display name, a password."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "email": Privacy.PERSONAL,
        "name": Privacy.PERSONAL,
        "password": Privacy.PERSONAL,
        "last_login": Privacy.PERSONAL,
        "is_active": Privacy.NONE,
        "is_staff": Privacy.NONE,
        "is_superuser": Privacy.NONE,
    }
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    email = models.EmailField("adresse e-mail", unique=True)
    name = models.CharField("prénom et nom", max_length=120)
    is_active = models.BooleanField("compte actif", default=True)
    is_staff = models.BooleanField("accès à l'administration technique", default=False)

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
        return self.name or self.email
