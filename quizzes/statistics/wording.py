"""What each verdict says, in plain words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.domain.verdicts import Discrimination, Facility, Language, Level, Option, Reliability, Verdict, Weight

Words = Mapping[object, Promise]

THIRDS = (_("Bottom third"), _("Middle third"), _("Top third"))

FACILITY: Words = {
    Facility.TOO_FEW: _("Too few have answered to judge."),
    Facility.EVERYBODY_KNOWS: _("Nearly everybody knows this. Does it still need asking?"),
    Facility.EASY: _("Most people know this."),
    Facility.GOOD: _("Some know this and some do not: worth asking."),
    Facility.HARD: _("Most people get this wrong. Is it taught, and is the question clear?"),
    Facility.GUESSED: _("No better than guessing. Is it taught, and does anybody understand the question?"),
}
DISCRIMINATION: Words = {
    Discrimination.TOO_FEW: _("Too few have answered to judge."),
    Discrimination.NO_DIFFERENCE: _("Everybody earned the same, here or on all the rest: there is nothing to compare."),
    Discrimination.GOOD: _("Whoever is good at the rest is good at this."),
    Discrimination.FAIR: _("It tells those who know from those who do not, but not sharply."),
    Discrimination.WEAK: _("Those who are good at the rest hardly do better here than the others."),
    Discrimination.BACKWARDS: _(
        "Those who are good at the rest do worse here than the others. "
        "Is the right answer right? Is the wording a trap?"
    ),
}
WEIGHT: Words = {
    Weight.TOO_FEW: _("Too few have answered to judge."),
    Weight.NONE: _("It adds nothing to the differences between grades."),
    Weight.MORE: _("It decides more than twice what its points promise."),
    Weight.AS_INTENDED: _("It decides about what its points promise."),
    Weight.LESS: _("It decides less than half of what its points promise."),
}
OPTION: Words = {
    Option.NOBODY_CHOOSES: _("Hardly anybody chooses this. A wrong option should tempt those who do not know."),
    Option.TEMPTS_THE_BEST: _("The best choose this more often than the weakest. Is it right after all?"),
    Option.RIGHT_BUT_AVOIDED: _("The best choose this less often than the weakest. Is it wrong after all?"),
}
LANGUAGE: Words = {
    Language.TOO_FEW: _("Too few have answered to judge."),
    Language.HARDER: _("Equally good learners do worse in this language. Look at the translation."),
    Language.ALIKE: _("As in the other languages."),
}
LEVEL: Words = {
    Level.TOO_FEW: _("Too few have tried to judge."),
    Level.EASY: _("Most people answer nearly everything rightly. The quiz confirms rather than tests."),
    Level.GOOD: _("Neither too easy nor too hard."),
    Level.HARD: _("Most people earn less than half. Is it taught before it is asked?"),
}
RELIABILITY: Words = {
    Reliability.TOO_FEW: _("Too few have tried to judge."),
    Reliability.NO_FIGURE: _("It exists only where grades differ and everybody was asked the same questions."),
    Reliability.GOOD: _("The questions agree with each other: a grade says what the person knows."),
    Reliability.FAIR: _("The questions mostly agree with each other. Take a grade with some care."),
    Reliability.POOR: _(
        "Chance decides much of a grade: there are few questions, they are too easy, or they ask for different things."
    ),
}
SHORT: Mapping[Verdict, Promise] = {
    Discrimination.BACKWARDS: _("Misleads those who know"),
    Option.TEMPTS_THE_BEST: _("A wrong option tempts the best"),
    Option.RIGHT_BUT_AVOIDED: _("The best avoid the right option"),
    Language.HARDER: _("Harder in one language"),
    Facility.GUESSED: _("Guessed"),
    Facility.HARD: _("Hard"),
    Facility.EVERYBODY_KNOWS: _("Nearly everybody knows it"),
    Discrimination.WEAK: _("Tells little"),
    Option.NOBODY_CHOOSES: _("Has an option that nobody chooses"),
}
"""For a list of questions: the one thing to do something about."""
