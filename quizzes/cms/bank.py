"""The question bank as a list: what is in it, whose it is, what state it is in, where it is asked."""

from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, LocaleColumn
from wagtail.admin.widgets.button import Button, ButtonWithDropdown
from wagtail.models import WorkflowState
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from academy.skills.models import Citation, Skill
from quizzes.blocks import AnswerBlock
from quizzes.choosing import QuestionChooserViewSet
from quizzes.cms.use import unused, with_use
from quizzes.exchange.views import ExportView, ReportView, UploadView, address
from quizzes.models import Question

PUBLISHED, CHANGED, DRAFT, IN_REVIEW, UNUSED, RESTING = (
    "published", "changed", "draft", "in_review", "unused", "resting",
)  # fmt: skip
STATES = [
    (PUBLISHED, gettext_lazy("published")),
    (CHANGED, gettext_lazy("published, with changes that are not")),
    (DRAFT, gettext_lazy("never published, or withdrawn")),
    (IN_REVIEW, gettext_lazy("in review")),
    (UNUSED, gettext_lazy("in no quiz")),
    (RESTING, gettext_lazy("rests until it is checked")),
]


def types() -> list[tuple[str, Any]]:
    return [(name, block.label) for name, block in AnswerBlock().child_blocks.items()]


def owners(request: HttpRequest | None) -> QuerySet[Any]:
    return get_user_model().objects.filter(pk__in=Question.objects.exclude(owner=None).values("owner"))


class QuestionFilterSet(WagtailFilterSet):
    skill = django_filters.ModelChoiceFilter(
        field_name="skill_items__tag", queryset=Skill.objects.all(), label=gettext_lazy("Skill")
    )
    type = django_filters.ChoiceFilter(choices=types, label=gettext_lazy("Type"))
    owner = django_filters.ModelChoiceFilter(queryset=owners, label=gettext_lazy("Owner"))
    state = django_filters.ChoiceFilter(choices=STATES, method="in_state", label=gettext_lazy("State"))

    class Meta:
        model = Question
        fields: list[str] = []

    def in_state(self, questions: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        match value:
            case "published":
                return questions.filter(live=True)
            case "changed":
                return questions.filter(live=True, has_unpublished_changes=True)
            case "draft":
                return questions.filter(live=False)
            case "in_review":
                return questions.filter(
                    _workflow_states__status__in=[
                        WorkflowState.STATUS_IN_PROGRESS,
                        WorkflowState.STATUS_NEEDS_CHANGES,
                    ]
                ).distinct()
            case "unused":
                return unused(questions)
            case "resting":
                return questions.filter(rests=True)
        return questions


class QuestionCreateView(CreateView):
    def save_instance(self) -> Question:
        self.form.instance.owner = self.form.instance.owner or self.request.user
        return super().save_instance()


class QuestionEditView(EditView):
    @property
    def header_more_buttons(self) -> list[Button]:
        user = self.request.user
        # Other apps add theirs to the list, where they would cost queries for each row: they stand here instead.
        added = [
            button
            for hook in hooks.get_hooks("register_snippet_listing_buttons")
            for button in hook(self.object, user, self.request.path)
        ]
        return [*super().header_more_buttons, *ways_from(self.object, user), *added]


class QuestionIndexView(IndexView):
    def get_list_buttons(self, instance: Question) -> list[Button]:
        user = self.request.user
        items = [item for item in self.get_list_more_buttons(instance) if item.is_shown(user)]
        buttons = [*map(Button.from_menu_item, items), *ways_from(instance, user)]
        label = _("More options for “%(title)s”") % {"title": instance}
        return [ButtonWithDropdown(buttons=buttons, icon_name="dots-horizontal", attrs={"aria-label": label})]

    @property
    def header_more_buttons(self) -> list[Button]:
        user = self.request.user
        ways = [
            Button(_("Export questions"), address("export"), icon_name="download", priority=60),
            Button(_("Find duplicates"), reverse("quizzes_duplicates"), icon_name="copy", priority=80),
        ]
        if user.has_perm("quizzes.add_question"):
            ways.append(Button(_("Import questions"), address("import"), icon_name="upload", priority=50))
        if user.has_perm("quizzes.add_regrade"):
            ways.append(Button(_("Corrected grades"), reverse("quizzes_regrades"), icon_name="rotate", priority=70))
        return [*super().header_more_buttons, *ways]


def ways_from(question: Question, user: Any) -> list[Button]:
    """Where one may go from a question."""
    versions = reverse("quizzes_versions", args=[question.pk])
    ways = [Button(_("Versions and use"), versions, icon_name="history", priority=60)]
    if user.has_perm("quizzes.add_regrade"):
        regrade = reverse("quizzes_regrade_ask", args=[question.pk])
        ways.append(Button(_("Correct grades"), regrade, icon_name="rotate", priority=70))
    return ways


def rest_in_words(question: Any) -> str:
    return _("Check needed") if question.rests else ""


class QuestionViewSet(SnippetViewSet):
    model = Question
    index_view_class = QuestionIndexView
    add_view_class = QuestionCreateView
    edit_view_class = QuestionEditView
    icon = "help"
    menu_label = gettext_lazy("Question bank")
    menu_order = 210
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("type_label", label=gettext_lazy("Type"), sort_key="type"),
        Column("skill_names", label=gettext_lazy("Skills")),
        LocaleColumn(label=gettext_lazy("Language"), sort_key=None),
        Column("owner", label=gettext_lazy("Owner")),
        Column("rest", label=gettext_lazy("Check"), accessor=rest_in_words),
        Column("use_count", label=gettext_lazy("Quizzes"), sort_key="use_count"),
    ]
    filterset_class = QuestionFilterSet
    chooser_viewset_class = QuestionChooserViewSet
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        questions = with_use(Question.objects.select_related("locale", "owner", "latest_revision"))
        waiting = Citation.objects.waiting().filter(key=OuterRef("translation_key"))
        return questions.annotate(rests=Exists(waiting)).prefetch_related("skill_items__tag").order_by("-pk")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("import/", UploadView.as_view(), name="import"),
            path("import/<int:pk>/", ReportView.as_view(), name="import_report"),
            path("export/", ExportView.as_view(), name="export"),
        ]
