"""The one row that says who publishes here and by which policy."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.languages import LANGUAGES
from lib.links import web_address
from lib.rows import row


def known_zone(name: str) -> None:
    """Refuse what is no zone of the IANA database."""
    if name not in available_timezones():
        raise ValidationError(
            _("%(name)s is no time zone; write one such as Asia/Tehran."), params={"name": name}
        )


def one_address_per_line(text: str) -> None:
    """Refuse a line that is no web address."""
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            web_address(line)
        except ValueError as error:
            raise ValidationError(
                _("“%(line)s” is no web address; write one such as https://rpc.example.org/."),
                params={"line": line},
            ) from error


class Mode(models.TextChoices):
    """What happens to a response that no check decided."""

    HOLD = "hold", _("hold for a moderator")
    SHOW = "show", _("show at once")


class ErasedText(models.TextChoices):
    """What becomes of published comments whose writer is erased."""

    KEEP = "keep", _("stays, without a name")
    REMOVE = "remove", _("goes too")


class Speakers(models.TextChoices):
    """Who may reply."""

    GUESTS = "guests", _("everybody who gives a name and an e-mail address")
    CONFIRMED = "confirmed", _("at once only who confirmed their e-mail address")
    ACCOUNTS = "accounts", _("only who has an account here")
    NOBODY = "nobody", _("nobody")


class NewsroomManager(models.Manager["Newsroom"]):
    """Knows the one row."""

    def current(self) -> Newsroom:
        """The row of this installation, made on first use."""
        return row(Newsroom, "id = 1") or self.get_or_create(pk=1)[0]


class Newsroom(models.Model):
    """Identity and editorial policy; deployment is environment, not here."""

    name = models.CharField(_("name"), max_length=200, default="Newsroom")
    tagline = models.CharField(_("tagline"), max_length=300, blank=True)
    description = models.TextField(
        _("description"), blank=True, help_text=_("For search engines and feeds.")
    )
    logo = models.ImageField(
        _("logo"),
        upload_to="masthead",
        blank=True,
        width_field="logo_width",
        height_field="logo_height",
    )
    logo_width = models.PositiveIntegerField(null=True, editable=False)
    logo_height = models.PositiveIntegerField(null=True, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[known_zone]
    )
    navigation = models.JSONField(
        _("navigation"),
        default=list,
        blank=True,
        help_text=_(
            'Links of the menu, in order: [{"label": "Culture", "address": "/section/culture/"}]'
        ),
    )

    articles_per_page = models.PositiveSmallIntegerField(
        _("articles per page"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    comments_per_page = models.PositiveSmallIntegerField(
        _("comment threads per page"),
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
    )
    comments_open = models.BooleanField(_("readers may reply"), default=True)
    who_may_reply = models.CharField(
        _("who may reply"), max_length=10, choices=Speakers, default=Speakers.GUESTS
    )
    comments_mode = models.CharField(
        _("a reply that nothing speaks against"), max_length=8, choices=Mode, default=Mode.HOLD
    )
    raid_until = models.DateTimeField(
        _("hold everything until"),
        null=True,
        blank=True,
        help_text=_("While many come at once to do harm, a person looks at everything first."),
    )
    comments_burst = models.PositiveSmallIntegerField(
        _("replies at once from one network"), default=10, validators=[MinValueValidator(1)]
    )
    comments_per_minute = models.PositiveSmallIntegerField(
        _("and then each minute"), default=6, validators=[MinValueValidator(1)]
    )
    writer_burst = models.PositiveSmallIntegerField(
        _("replies at once from one writer"), default=5, validators=[MinValueValidator(1)]
    )
    writer_per_minute = models.PositiveSmallIntegerField(
        _("and then each minute"), default=3, validators=[MinValueValidator(1)]
    )
    comments_close_after = models.PositiveSmallIntegerField(
        _("replies close after"),
        null=True,
        blank=True,
        help_text=_("Days after publication; empty for never."),
    )
    linkbacks_open = models.BooleanField(_("other sites may link back"), default=True)
    linkbacks_mode = models.CharField(
        _("a verified link that nothing speaks against"),
        max_length=8,
        choices=Mode,
        default=Mode.HOLD,
    )
    linkbacks_burst = models.PositiveSmallIntegerField(
        _("links from one site at once"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(1_000)],
        help_text=_("From one site, and from one network; who sends more has to wait."),
    )
    linkbacks_per_minute = models.PositiveSmallIntegerField(
        _("and then a minute"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(1_000)],
        help_text=_("Links that one site, or one network, may announce after that."),
    )
    linkbacks_in_feeds = models.BooleanField(
        _("feeds of comments have links from other sites too"), default=False
    )
    gravatars = models.BooleanField(
        _("portraits of commenters from Gravatar"),
        default=False,
        help_text=_(
            "Of who confirmed the e-mail address. The newsroom asks gravatar.com, once, by a hash"
            " of the address, and keeps a small copy; readers' browsers ask nobody. Comments that"
            " were shown before get theirs little by little. Unticked, the copies are erased."
        ),
    )
    likes_open = models.BooleanField(_("readers may like"), default=True)
    most_links = models.PositiveSmallIntegerField(
        _("links in a reply"),
        default=2,
        help_text=_("A reply with more of them waits for a moderator."),
    )
    keep_networks_for = models.PositiveSmallIntegerField(
        _("forget networks after"),
        default=30,
        validators=[MinValueValidator(1)],
        help_text=_(
            "Days after which the hash and the truncated address of a writer's network are erased."
        ),
    )
    reader_accounts = models.BooleanField(
        _("readers may have accounts"),
        default=False,
        help_text=_("Guests may reply without one in any case, unless the policy asks for it."),
    )
    erased_text = models.CharField(
        _("published text of a reader who is erased"),
        max_length=8,
        choices=ErasedText,
        default=ErasedText.KEEP,
    )
    moderation_digest_minutes = models.PositiveSmallIntegerField(
        _("minutes between mails to moderators"),
        default=15,
        validators=[MaxValueValidator(24 * 60)],
        help_text=_(
            "The first response that waits is told of at once; what comes within these minutes"
            " after it is told of together, in one mail."
        ),
    )
    tell_authors = models.BooleanField(
        _("authors hear of comments by mail"),
        default=True,
        help_text=_("Those with an account; each may end it for an article by a link in the mail."),
    )
    ping_services = models.TextField(
        _("services to tell of new articles"),
        blank=True,
        validators=[one_address_per_line],
        help_text=_(
            "One address per line. Each is sent a weblogUpdates.ping for every new article."
        ),
    )

    objects = NewsroomManager()

    class Meta:
        verbose_name = _("newsroom")
        verbose_name_plural = _("newsroom")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_newsroom")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which addresses and pages tell the date."""
        return ZoneInfo(self.time_zone)

    @property
    def keeps_erased_text(self) -> bool:
        """Whether published comments stay, without a name, when their writer is erased."""
        return self.erased_text == ErasedText.KEEP

    @property
    def is_raided(self) -> bool:
        """Whether everything that comes in waits for a person now."""
        return self.raid_until is not None and timezone.now() < self.raid_until

    def start_raid(self, hours: float) -> None:
        """Hold everything that comes in within the next ``hours``."""
        self.raid_until = timezone.now() + timedelta(hours=hours)
        self.save(update_fields=["raid_until"])

    def end_raid(self) -> None:
        """Judge what comes in as usual again; what was held stays held."""
        self.raid_until = None
        self.save(update_fields=["raid_until"])

    @property
    def ping_addresses(self) -> list[str]:
        """The services of ``ping_services``, each once, in their order."""
        lines = map(str.strip, self.ping_services.splitlines())
        return list(dict.fromkeys(filter(None, lines)))
