"""Putting the translated files in as wagtail-localize translations, so that its reports are true for them.

A translation is paired with its source segment by segment: both are laid into the same model, both are taken
apart by wagtail-localize, and what stands at the same place belongs together.
"""

from collections import defaultdict
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments


class ShapeError(ValueError):
    """A translated file has not the same parts as its source."""


def origin_of(source: Any) -> TranslationSource:
    """What wagtail-localize keeps of a page or snippet that is translated, as it is now."""
    return TranslationSource.update_or_create_from_instance(source)[0]


def translate(origin: TranslationSource, source: Any, values: dict[str, Any], locale: Locale) -> None:
    """Make and publish the translation of a page or snippet. `values`: its translated fields."""
    translation, _created = Translation.objects.get_or_create(source=origin, target_locale=locale)
    shadow = type(source).objects.get(pk=source.pk)
    for name, value in values.items():
        setattr(shadow, name, value)
    _store(origin, _strings(shadow), locale)
    translation.save_target(publish=True)


def _strings(instance: Any) -> dict[str, list[str]]:
    """The strings of an instance by their path, in order."""
    strings: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue):
            strings[segment.path].append(segment.string.data)
    return strings


def _store(origin: TranslationSource, translated: dict[str, list[str]], locale: Locale) -> None:
    segments = StringSegment.objects.filter(source=origin).select_related("context").order_by("order")
    by_path: dict[str, list[StringSegment]] = defaultdict(list)
    for segment in segments:
        by_path[segment.context.path].append(segment)
    rows = []
    for path, parts in by_path.items():
        words = translated.get(path, [])
        if len(words) != len(parts):
            raise ShapeError(
                f"{origin.object_repr}, {locale.language_code}: {path} has {len(words)} parts, not {len(parts)}"
            )
        rows += [
            StringTranslation(
                translation_of_id=part.string_id,
                locale=locale,
                context=part.context,
                data=text,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )
            for part, text in zip(parts, words, strict=True)
        ]
    StringTranslation.objects.bulk_create(rows, ignore_conflicts=True)
