from django.utils.translation import gettext_lazy as _

from academy.personal import DELETE, KEEP, hold

hold("quizzes.Attempt", "learner", _("Attempts at quizzes"), erase=KEEP)
hold("quizzes.FreshStart", "learner", _("Quizzes taken anew"), erase=KEEP)
hold("quizzes.Response", "attempt__learner", _("Answers"), erase=KEEP, clear={"original": ""})
hold(
    "quizzes.Response",
    "attempt__learner",
    _("Answers in their own words"),
    erase=KEEP,
    only={"text__version__payload__type": "free_text"},
    clear={"answer": {"text": "—"}},  # not nothing: a regrade would mark that
    listed=False,
)
hold("quizzes.Grade", "attempt__learner", _("Grades"), erase=KEEP, clear={"note": ""})
hold("quizzes.Grade", "by", _("Grades given to others"), erase=KEEP, listed=False)
hold("quizzes.Mark", "grade__attempt__learner", _("Marks"), erase=KEEP)
hold("quizzes.WrittenAnswer", "attempt__learner", _("Answers that people mark"), erase=KEEP)
hold("quizzes.WrittenAnswer", "claimed_by", _("Answers taken to mark"), erase=KEEP, listed=False)
hold("quizzes.Assessment", "written__attempt__learner", _("What markers said"), erase=KEEP, clear={"comment": ""})
hold("quizzes.Assessment", "marker", _("Marks given to others"), erase=KEEP, listed=False)
hold("quizzes.AnswerView", "attempt__learner", _("Who looked at their answers"), erase=KEEP)
hold("quizzes.AnswerView", "viewer", _("Answers of others that they opened"), erase=KEEP)
hold("quizzes.QuizException", "person", _("More tries or time"), erase=KEEP, clear={"reason": ""})
hold("quizzes.QuizException", "created_by", _("Exceptions granted to others"), erase=KEEP, listed=False)
hold("quizzes.QuizException", "ended_by", _("Exceptions granted to others"), erase=KEEP, listed=False)
hold("quizzes.Regrade", "created_by", _("Corrections of grades"), erase=KEEP, listed=False)
hold("quizzes.RegradeEvent", "by", _("Corrections of grades"), erase=KEEP, listed=False)
hold("quizzes.QuestionUpload", "by", _("Files sent"), erase=DELETE, secret=("content",))
for path in ("owner", "locked_by"):
    hold("quizzes.Question", path, _("Work in the CMS"), erase=KEEP, listed=False)
