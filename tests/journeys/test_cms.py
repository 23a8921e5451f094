"""What we add to the CMS shuts nobody out: as each person, in English and Persian, large and small, light and dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import ViewportSize

from academy.settings.languages import LANGUAGES
from tests.journeys.cms import Desk
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

PHONE = ViewportSize(width=360, height=740)
DESK = ViewportSize(width=1280, height=800)

# What Wagtail itself does not do well, and we can not mend from outside: by selector, with the reason.
WAGTAILS = {
    ".Draftail-Editor": "a rich text has a label beside it, and no name",
    ".tagit": "the field in which tags are typed has no label",
    ".w-minimap": "the map of a form scrolls and can not be focused",
    "[data-tippy-root]": "a bubble of help hangs outside every landmark",
    "a[role=tab].button": "a link to the tab of roles stands outside the list of tabs",
}
RULES = (
    "page-has-heading-one",  # the forms of snippets begin with a heading of the second level
    "landmark-unique",  # the items of a list are landmarks, alike as long as they are empty
)

LISTS = {
    "erin": (
        "",
        "snippets/quizzes/question/",
        "quizzes/questions/duplicates/",
        "quizzes/regrades/",
        "course_list/",
        "lesson_list/",
        "quiz_list/",
        "policy_list/",
        "citations/",
    ),
    "bob": ("", "snippets/assignments/assignmentrule/", "snippets/staff/audience/"),
    "dana": ("", "users/", "snippets/staff/team/", "snippets/skills/skill/"),
}
FORMS = {
    "bob": ("snippets/assignments/assignmentrule/add/", "snippets/staff/audience/add/"),
    "dana": ("users/new/", "snippets/staff/team/add/"),
}


class Office:
    """Somebody in the CMS, in one language."""

    def __init__(self, reader: Reader, language: str) -> None:
        self.reader = reader
        reader.sign_in("/en/")
        reader.choose_language(dict(LANGUAGES)[language])

    def look_at(self, path: str) -> None:
        self.reader.open(f"/admin/{path}")
        self.look()

    def look(self) -> None:
        """At the page that is open, on a desk by daylight and on a phone in the dark."""
        page = self.reader.page
        self.reader.check_access(exclude=tuple(WAGTAILS), without=RULES)
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(PHONE)
        self.reader.check_access("color-contrast", exclude=tuple(WAGTAILS))
        self.reader.check_width()
        page.set_viewport_size(DESK)
        page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("name", LISTS)
def test_lists_and_forms(name: str, language: str, reader: Callable[..., Reader]) -> None:
    office = Office(reader(name), language)
    for path in (*LISTS[name], *FORMS.get(name, ())):
        office.look_at(path)


def test_the_form_of_each_type_of_question(reader: Callable[..., Reader]) -> None:
    """Each with an empty item in every list of the type."""
    erin = reader("erin")
    office = Office(erin, "en")
    for kind in kinds_of_question(erin):
        erin.open("/admin/snippets/quizzes/question/add/")
        Desk(erin).add_block(kind)
        for button in erin.main.get_by_role("button", name="Add", exact=True).all():
            button.click()
        office.look()


def kinds_of_question(erin: Reader) -> list[str]:
    erin.open("/admin/snippets/quizzes/question/add/")
    erin.page.get_by_role("button", name="Insert a block").first.click()
    kinds = erin.page.get_by_role("option").locator(".w-combobox__option-text").all_inner_texts()
    assert len(kinds) >= 4
    return kinds


def test_the_forms_of_pages(reader: Callable[..., Reader]) -> None:
    """A course, a lesson that holds most kinds of blocks, a quiz and a policy."""
    erin = reader("erin")
    office = Office(erin, "en")
    desk = Desk(erin)
    for folders, title in (
        (("Courses",), "Empathy"),
        (("Courses", "Empathy"), "Words that help and words that hurt"),
        (("Courses", "Empathy"), "Quiz: Empathy"),
        (("Policies",), "Goodwill and refunds"),
    ):
        desk.explore(*folders)
        desk.edit(title)
        office.look()
