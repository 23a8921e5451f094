"""From kept figures to what the page shows: words, verdicts and charts, in the reader's language."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from quizzes.domain import verdicts
from quizzes.domain.disclosure import NOTHING
from quizzes.domain.statistics import Interval, LanguageFigures, QuestionFigures, QuizFigures
from quizzes.domain.verdicts import Language
from quizzes.models import QuestionText
from quizzes.presentation import draw
from quizzes.presentation.faces import Asked
from quizzes.statistics import charts, wording
from quizzes.statistics.lines import Cell, Fact, LanguageRow, OptionRow, QuestionView, VersionView

Payload = Mapping[str, Any]


def shown(payload: Payload, language: str, pass_mark: int | None, *, rtl: bool) -> dict[str, Any]:
    """Everything of a page of statistics that is the same for whoever may see it."""
    questions = _questions(payload, language, rtl=rtl)
    versions = [version for question in questions for version in (question.latest, *question.earlier)]
    urgent = [version for version in versions if version.urgent]
    points = [
        (question.position, question.latest.facility, question.latest.discrimination)
        for question in questions
        if question.position and question.latest.facility is not None and question.latest.discrimination is not None
    ]
    return {
        "facts": _quiz_facts(payload),
        "details": _quiz_details(payload),
        "distribution": charts.histogram(payload["distribution"], pass_mark, rtl=rtl),
        "grades": _grades(payload),
        "questions": questions,
        "attention": sorted(urgent, key=lambda version: verdicts.URGENCY.index(version.urgent)),
        "scatter": charts.scatter(points, rtl=rtl) if len(points) > 1 else None,
        "enough": payload["count"] >= verdicts.ENOUGH,
    }


def _grades(payload: Payload) -> list[dict[str, int]]:
    bins = payload["distribution"]
    width = 100 // len(bins)
    return [{"low": place * width, "high": (place + 1) * width, "count": count} for place, count in enumerate(bins)]


def _quiz_facts(payload: Payload) -> list[Fact]:
    percent, figures = payload["percent"], QuizFigures(**payload["quiz"])
    return [
        Fact(
            _("Mean grade"),
            percent["mean"],
            wording.LEVEL[verdicts.level_verdict(payload["count"], percent["mean"])],
            places=1,
        ),
        Fact(_("Median grade"), percent["median"], _("Half of the attempts earned less, half earned more."), places=1),
        Fact(
            _("Agreement of the questions (Cronbach’s alpha)"),
            figures.alpha,
            wording.RELIABILITY[verdicts.reliability_verdict(figures)],
        ),
        Fact(
            _("Standard error of a grade"),
            percent["standard_error"],
            _("So far may a grade lie from what the person deserves, up or down, in two of three cases."),
            places=1,
        ),
    ]


def _quiz_details(payload: Payload) -> list[Fact]:
    figures, percent = QuizFigures(**payload["quiz"]), payload["percent"]
    return [
        Fact(_("Mean, in points"), figures.mean, _("Of the sums of points."), "", 2),
        Fact(_("Median, in points"), figures.median, _("The middle one of all sums of points."), "", 2),
        Fact(_("Standard deviation, in points"), figures.sd, _("How far the sums of points lie apart."), "", 2),
        Fact(_("Standard deviation of the grades"), percent["sd"], _("The same, in percent of what could be earned.")),
        Fact(_("Skewness"), figures.skewness, _("Below 0: a few did much worse than most. Above: much better."), "", 2),
        Fact(
            _("Kurtosis"),
            figures.kurtosis,
            _("0: spread as chance spreads things. Above: more grades far from the others. Below: fewer."),
            "",
            2,
        ),
        Fact(_("Error ratio"), figures.error_ratio, _("How much of the spread of the grades is chance.")),
        Fact(_("Standard error, in points"), figures.standard_error, _("Of a sum of points."), "", 2),
    ]


def _questions(payload: Payload, language: str, *, rtl: bool) -> list[QuestionView]:
    ids = [version["version"] for line in payload["questions"] for version in line["versions"]]
    texts = QuestionText.objects.latest_for(ids, language)
    found = []
    for line in payload["questions"]:
        latest, *earlier = [_version(version, texts[version["version"]], rtl=rtl) for version in line["versions"]]
        found.append(QuestionView(line["position"], line["asked_now"], latest, earlier))
    return found


def _version(version: Payload, text: QuestionText, *, rtl: bool) -> VersionView:
    figures = _question_figures(version["figures"])
    facility = verdicts.facility_verdict(figures, version["guess"])
    discrimination = verdicts.discrimination_verdict(figures)
    options = _options(version, text)
    languages = [_language_figures(line) for line in version["languages"]]
    spoken = {line.language: verdicts.language_verdict(line) for line in languages}
    judged = [
        verdicts.option_verdict(line["counts"], version["thirds"], right=line["right"]) for line in version["options"]
    ]
    return VersionView(
        anchor=f"version-{text.version_id}",
        number=version["number"],
        text=text,
        count=figures.count,
        facility=figures.facility,
        discrimination=figures.discrimination,
        interval=figures.interval,
        facts=_facts(figures, facility, discrimination),
        thirds=version["thirds"],
        options=options,
        chart=charts.options([option.shares for option in options], rtl=rtl) if options else None,
        blank=sum(version["blank"]),
        languages=_languages(languages, spoken) if len(languages) > 1 else [],
        urgent=verdicts.most_urgent([facility, discrimination, *judged, *spoken.values()]),
    )


def _facts(
    figures: QuestionFigures, facility: verdicts.Facility, discrimination: verdicts.Discrimination
) -> list[Fact]:
    def hundredths(value: float | None) -> float | None:
        return None if value is None else 100 * value

    return [
        Fact(_("Facility"), hundredths(figures.facility), wording.FACILITY[facility]),
        Fact(_("Discrimination"), figures.discrimination, wording.DISCRIMINATION[discrimination]),
        Fact(
            _("Efficiency"),
            figures.efficiency,
            _("How much it discriminates, of what a question that is so easy or hard can."),
        ),
        Fact(
            _("Effective weight"),
            figures.effective_weight,
            wording.WEIGHT[verdicts.weight_verdict(figures)],
            places=1,
        ),
        Fact(_("Intended weight"), figures.intended_weight, _("Its part of all points."), places=1),
        Fact(_("Standard deviation, in points"), figures.sd, _("How far the marks lie apart."), "", 2),
    ]


def _options(version: Payload, text: QuestionText) -> list[OptionRow]:
    rows = []
    for number, line in enumerate(version["options"], start=1):
        of = version["thirds"]
        verdict = verdicts.option_verdict(line["counts"], of, right=line["right"])
        cells = [
            Cell(label, count, count / all_of if all_of else None)
            for label, count, all_of in zip(wording.THIRDS, line["counts"], of, strict=True)
        ]
        words = wording.OPTION[verdict] if verdict else None
        rows.append(OptionRow(number, label_of(line["part"], text), line["right"], cells, words))
    return rows


def label_of(part: str, text: QuestionText) -> str:
    """A part of an answer in the words of the reader, as the question's own presenter says it."""
    question = text.version.spec()
    asked = Asked(
        question=question,
        words=text.payload,
        order=question.deal(lambda keys: keys),
        answer=json.loads(part),
        disclosure=NOTHING,
        number=1,
        language=text.locale.language_code,
    )
    return " · ".join(
        f"{given.prompt} {given.text}" if given.prompt else str(given.text) for given in draw(asked).given
    )


def _languages(languages: list[LanguageFigures], spoken: Mapping[str, Language]) -> list[LanguageRow]:
    names = dict(settings.LANGUAGES)
    return [
        LanguageRow(
            name=names.get(line.language, line.language),
            count=line.count,
            percent=100 * line.facility,
            difference=None if line.difference is None else 100 * line.difference,
            words=wording.LANGUAGE[spoken[line.language]],
            harder=spoken[line.language] is Language.HARDER,
        )
        for line in languages
    ]


def _question_figures(data: Payload) -> QuestionFigures:
    return QuestionFigures(**{**data, "interval": _interval(data["interval"])})


def _language_figures(data: Payload) -> LanguageFigures:
    return LanguageFigures(**{**data, "interval": _interval(data["interval"])})


def _interval(data: Payload | None) -> Interval | None:
    return Interval(**data) if data else None
