"""The words for what is wrong with a file, and for what becomes of each of its questions."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from quizzes.domain.formats.problems import Note, Problem, Reason

REASONS: Mapping[Reason, Any] = {
    Reason.EMPTY: _("There is no question in this file."),
    Reason.TOO_LARGE: _("The file is larger than %(detail)s. Take it apart into several."),
    Reason.NOT_TEXT: _("This is no text file. Is it another kind of file by mistake?"),
    Reason.NOT_XML: _("This is no sound XML: %(detail)s"),
    Reason.NOT_A_QUIZ: _("A Moodle XML file begins with <quiz>; this one begins with <%(detail)s>."),
    Reason.NO_HEADER: _("The first row has to name the columns; “type” and “question” are the least."),
    Reason.BRACES: _("A brace { or } has no partner. Inside a question no line may be blank."),
    Reason.SECOND_BRACES: _("There are braces twice. Write \\{ and \\} for braces that belong to the text."),
    Reason.NO_QUESTION: _("This is a text that asks nothing."),
    Reason.NO_STEM: _("The question itself is missing."),
    Reason.TYPE: _("There is no type of question “%(detail)s” here."),
    Reason.TOO_FEW_OPTIONS: _("There are fewer than two answers to choose from."),
    Reason.EMPTY_OPTION: _("An answer has no text."),
    Reason.NO_RIGHT_OPTION: _("It is not clear which answer is right: none earns the full mark."),
    Reason.NO_ANSWER: _("No accepted answer is given."),
    Reason.STRAY_LINE: _("“%(detail)s” stands among the answers and is none."),
    Reason.SHARE: _("%(detail)s percent is no share of a mark: shares lie between −100 and 100."),
    Reason.NUMBER: _("“%(detail)s” is no number that can be used here."),
    Reason.POINTS: _("A question is worth a whole number of points, from 1; this one is worth %(detail)s."),
    Reason.PAIR: _("“%(detail)s” has nothing that belongs to it."),
    Reason.GAP: _("A gap of the text can not be taken over. %(detail)s"),
    Reason.DETAILS: _("What stands in “%(detail)s” can not be read."),
    Reason.FORM: _("The question can not be asked like this. %(detail)s"),
    Reason.SKILL: _("The name of the skill “%(detail)s” is longer than 100 characters."),
    Reason.PICTURE: _("Its picture can not be used. %(detail)s"),
    Reason.PICTURE_WORDS: _("The picture “%(detail)s” has no alternative text: nothing says what it shows."),
    Reason.LINES: _("Its lines would be read as something else in this format."),
    Reason.ARROW: _("GIFT has no way to write the arrow -> in these words."),
}
# What a format may have no way to say.
CARRIED: Mapping[str, Any] = {
    "marking": _("This format has no way to say how the answers are marked."),
    "options": _("This format has no way to write so many answers."),
    "picture": _("This format has no way to hold a picture."),
    "points": _("This format has no way to say how many points it is worth."),
    "rubric": _("This format has no way to write a rubric."),
    "share": _("This format has no way to say what some of the answers earn."),
    "skill": _("This format has no way to write the name of a skill."),
    "spelling": _("This format has no way to say how spellings are compared."),
    "tolerance": _("This format has no way to write this tolerance."),
    "type": _("This format has no such type of question."),
    "unit": _("This format has no way to write units."),
    "bank": _("This format has no way to write words that several gaps share."),
}
NOTES: Mapping[Note, Any] = {
    Note.HINTS: _("Its hints are left out."),
    Note.PICTURES: _("Some of its pictures are left out."),
    Note.FEEDBACK: _("What it says to every right or wrong answer alike is left out."),
    Note.PICTURE_WORDS: _("Its picture has no alternative text: the name of its file stands there. Say what it shows."),
}


def sentence(problem: Problem) -> str:
    if problem.reason is Reason.CANNOT_CARRY:
        return str(CARRIED[problem.detail])
    words = str(REASONS[problem.reason])
    return (words % {"detail": problem.detail} if "%(detail)s" in words else words).strip()
