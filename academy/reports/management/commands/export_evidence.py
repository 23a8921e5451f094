from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from academy.access import SOURCE_LANGUAGE
from academy.evidence.exporting import Folder, write_ledger
from academy.frozen import canonical
from academy.policies.attachments import CHUNK, open_kept
from academy.policies.models import PolicyAttachment, PolicyPage, PolicyText


class Command(BaseCommand):
    help = "Write the ledger of evidence and the texts of the policies into a folder that can be checked without us."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="a new or an empty folder")
        parser.add_argument("--policy", metavar="SLUG", help="only what is about this policy, still to be checked")

    def handle(self, *, folder: Path, policy: str | None, **options: Any) -> None:
        key = None if policy is None else key_of(policy)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is there already: name a new or an empty folder.")
        folder.mkdir(parents=True, exist_ok=True)
        out = Folder(folder)
        summary = write_ledger(out, now(), key)
        about = {} if key is None else {"version__work__translation_key": key}
        texts = PolicyText.objects.filter(**about)
        for text in texts.order_by("pk").iterator(200):
            out.write(f"texts/{text.sha256}.json", [canonical(text.payload).encode()])
        attachments = PolicyAttachment.objects.filter(text__in=texts)
        for sha256 in attachments.values_list("sha256", flat=True).distinct().order_by("sha256"):
            out.write(f"attachments/{sha256}", pieces(sha256))
        out.finish()
        self.stdout.write(f"{summary['records']} records and {summary['seals']} seals are in {folder}.")
        self.stdout.write(f"The head: {summary['head'] or 'nothing is sealed yet'}")


def key_of(slug: str) -> Any:
    """The identity of the policy with this slug in the source language, published or not."""
    wanted = slug.strip("/")
    pages = PolicyPage.objects.filter(locale__language_code=SOURCE_LANGUAGE, url_path__endswith=f"/{wanted}/")
    found = list(pages.order_by("url_path"))
    if not wanted or not found:
        raise CommandError(f"There is no policy {slug!r}.")
    if len(found) > 1:
        paths = ", ".join(page.url_path.split("/", 2)[2] for page in found)
        raise CommandError(f"{slug!r} could be any of these, name more of the path: {paths}")
    return found[0].translation_key


def pieces(sha256: str) -> Iterator[bytes]:
    with open_kept(sha256) as file:
        yield from iter(lambda: file.read(CHUNK), b"")
