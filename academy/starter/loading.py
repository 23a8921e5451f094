"""Loading the starter academy: each part once, and never over what an editor has made of it."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.files.images import ImageFile
from django.utils.timezone import localdate
from wagtail.images.models import Image
from wagtail.models import Locale, Page, Site

from academy.assignments.models import Renewal, Work
from academy.certificates.models import CertificateRule
from academy.policies.models import ChangeClass, PolicyIndexPage, PolicyPage, PolicyQuestion
from academy.readiness.models import Gate, GateRequirement
from academy.settings.languages import LANGUAGES
from academy.skills.models import Skill
from academy.staff.models import Audience
from academy.starter import files
from academy.starter.indexing import indexed_at_the_end
from academy.starter.models import Loaded
from academy.starter.translating import origin_of, translate
from courses.domain.paths import Rule
from courses.models import CourseIndexPage, CoursePage, LearningPathPage, LessonPage, PathStep
from quizzes.models import Question, QuizIndexPage, QuizPage, QuizQuestion

Say = Callable[[str], None]
EVERYBODY = "Everybody"
CERTIFIED = "courses/conflict-resolution"
PATH = ("empathy", "product-knowledge", "conflict-resolution")
GATES = {
    "chats": ["courses/empathy", "policies/response-times"],
    "calls": ["courses/empathy", "courses/product-knowledge"],
    "complaints": ["courses/conflict-resolution", "policies/goodwill-and-refunds"],
}
REVIEWED_AFTER = timedelta(days=182)


class Loader:
    def __init__(self, say: Say) -> None:
        self.say = say
        self.done = set(Loaded.objects.values_list("part", flat=True))
        self.locales: dict[str, Locale] = {}
        self.pictures: dict[str, int] = {}

    def once(self, part: str, load: Callable[[], Any]) -> None:
        """Load a part unless that was done before; what broke off in the middle is taken up again."""
        if part in self.done:
            return
        load()
        Loaded.objects.get_or_create(part=part)
        self.done.add(part)

    def load(self) -> None:
        if self.complete():
            return
        self.say("Loading the starter academy …")
        with indexed_at_the_end():
            self.parts()
        Loaded.objects.get_or_create(part=self.everything())

    def parts(self) -> None:
        self.locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in LANGUAGES}
        self.pictures = {path.name: self.picture(path) for path in sorted(files.PICTURES.glob("*.svg"))}
        Audience.objects.get_or_create(name=EVERYBODY, defaults={"everyone": True})
        self.site()
        for policy in files.policies():  # the courses cite their clauses
            self.say(f"  {files.read(files.SOURCE, f'policies/{policy}.yaml')['title']}")
            self.policy(policy)
        for course in files.courses():
            self.say(f"  {files.read(files.SOURCE, f'courses/{course}/course.yaml')['title']}")
            self.course(course)
        self.path()
        self.once("gates", self.gates)
        self.once("certificate", self.certificate)

    def everything(self) -> str:
        """The name of the whole: it changes when something is added; only then the parts are gone through."""
        return f"everything:{sum(1 for _path in files.CONTENT.rglob('*.yaml'))}:{len(GATES) + 2}"

    def complete(self) -> bool:
        return self.everything() in self.done

    def picture(self, path: Any) -> int:
        image = Image.objects.filter(title=path.stem).first()
        if image is None:
            with path.open("rb") as file:
                image = Image.objects.create(title=path.stem, file=ImageFile(file, name=path.name))
        return image.pk

    def gates(self) -> None:
        """What one must have done to take which kind of contact."""
        named = {code: files.read(code, "site.yaml")["gates"] for code in files.languages()}
        for order, (key, needs) in enumerate(GATES.items()):
            names = {code: words[key] for code, words in named.items()}
            gate, _new = Gate.objects.get_or_create(
                name=names.pop(files.SOURCE), defaults={"names": names, "sort_order": order}
            )
            works = Work.objects.filter(translation_key__in=[files.key(part) for part in needs])
            gate.requirements.set([GateRequirement(work=work) for work in works])
            gate.save()

    def path(self) -> None:
        """The courses one after the other, for whoever is new."""
        part = "paths/first-weeks"
        index = CourseIndexPage.objects.get(
            translation_key=files.key("site/courses"), locale=self.locales[files.SOURCE]
        )
        courses = {page.translation_key: page for page in CoursePage.objects.filter(locale=self.locales[files.SOURCE])}
        steps = [courses[key] for key in (files.key(f"courses/{name}") for name in PATH) if key in courses]
        words = {code: files.read(code, "site.yaml")["path"] for code in files.languages()}
        page = self.page(
            part,
            LearningPathPage,
            index,
            "first-weeks",
            words[files.SOURCE]["title"],
            summary=words[files.SOURCE]["summary"],
            rule=Rule.IN_ORDER.value,
            steps=[PathStep(course=course, sort_order=n) for n, course in enumerate(steps)],
        )
        self.translations(part, page, lambda code: words[code])

    def certificate(self) -> None:
        """For one course, which counts for a year."""
        work = Work.objects.filter(translation_key=files.key(CERTIFIED)).first()
        if work is None:
            return
        statements = {code: files.read(code, "site.yaml")["certificate"]["statement"] for code in files.languages()}
        CertificateRule.objects.get_or_create(work=work, defaults={"statements": statements})
        Renewal.objects.get_or_create(work=work, defaults={"months": 12})

    # The tree

    def site(self) -> None:
        data = files.read(files.SOURCE, "site.yaml")
        home = Site.objects.get(is_default_site=True).root_page.specific
        self.translations("site/home", home, lambda code: files.read(code, "site.yaml")["home"])
        self.index(home, CourseIndexPage, "courses", data)
        self.index(home, PolicyIndexPage, "policies", data)
        self.index(home, QuizIndexPage, "quizzes", data)  # made by a migration

    def index(self, home: Page, model: type[Page], name: str, data: files.Data) -> None:
        page = self.page(f"site/{name}", model, home, name, data[name]["title"], intro=data[name]["intro"])
        self.translations(f"site/{name}", page, lambda code: files.read(code, "site.yaml")[name])

    def course(self, name: str) -> None:
        part = f"courses/{name}"
        data = files.read(files.SOURCE, f"{part}/course.yaml")
        index = CourseIndexPage.objects.get(
            translation_key=files.key("site/courses"), locale=self.locales[files.SOURCE]
        )
        skill = self.skill(data["title"])
        page = self.page(
            part,
            CoursePage,
            index,
            name,
            data["title"],
            summary=data["summary"],
            outcomes=json.dumps(files.outcomes(name, data)),
            picture_id=self.pictures[data["picture"]],
            skills=[skill],
        )
        self.translations(part, page, lambda code: self.course_words(name, files.read(code, f"{part}/course.yaml")))
        for lesson in files.lessons(name):
            self.lesson(page, name, lesson, skill)
        self.quiz(page, name, skill)

    def course_words(self, name: str, data: files.Data) -> files.Data:
        return {
            "title": data["title"],
            "summary": data["summary"],
            "outcomes": json.dumps(files.outcomes(name, data)),
        }

    def lesson(self, course: CoursePage, folder: str, name: str, skill: Skill) -> None:
        part = f"courses/{folder}/{name}"
        data = files.read(files.SOURCE, f"{part}.yaml")
        blocks = files.LessonBlocks(part, self.pictures, self.clause)
        page = self.page(
            part,
            LessonPage,
            course,
            name.split("-", 1)[1],
            data["title"],
            summary=data["summary"],
            minutes=data["minutes"],
            body=json.dumps(blocks.body(data["body"])),
            skills=[skill],
        )

        def words(code: str) -> files.Data:
            translated = files.read(code, f"{part}.yaml")
            return {
                "title": translated["title"],
                "summary": translated["summary"],
                "body": json.dumps(blocks.body(translated["body"])),
            }

        self.translations(part, page, words)

    def quiz(self, course: CoursePage, folder: str, skill: Skill) -> None:
        part = f"courses/{folder}/quiz"
        data = files.read(files.SOURCE, f"{part}.yaml")
        questions = [self.question(part, number, data, skill) for number in range(len(data["questions"]))]
        page = self.page(
            part,
            QuizPage,
            course,
            "quiz",
            data["title"],
            intro=data["intro"],
            pass_mark=data["pass_mark"],
            tries=data["tries"],
            minutes=len(questions),
            quiz_questions=[QuizQuestion(question=question, sort_order=n) for n, question in enumerate(questions)],
        )
        self.translations(
            part,
            page,
            lambda code: {name: files.read(code, f"{part}.yaml")[name] for name in ("title", "intro")},
        )

    def question(self, quiz: str, number: int, data: files.Data, skill: Skill) -> Question:
        source = data["questions"][number]
        part = f"questions/{source['key']}"
        question = Question.objects.filter(translation_key=files.key(part), locale=self.locales[files.SOURCE]).first()
        if question is None:
            question = Question(
                translation_key=files.key(part),
                locale=self.locales[files.SOURCE],
                live=False,
                rests_on=[self.clause(path) for path in source.get("rests_on", [])],
                **self.asked(source),
            )
            question.skills.set([skill])
            question.save()
        if not question.live and part not in self.done:
            question.save_revision().publish()
        self.once(part, lambda: None)
        self.translations(
            part, question, lambda code: self.asked(files.read(code, f"{quiz}.yaml")["questions"][number])
        )
        return question

    def clause(self, path: str) -> str:
        """A clause ("goodwill-and-refunds/record") as editors choose it."""
        policy, name = path.split("/")
        work = Work.objects.get(kind=Work.Kind.POLICY, translation_key=files.key(f"policies/{policy}"))
        return f"{work.pk}:{files.key('policy', policy, name)}"

    def asked(self, data: files.Data) -> files.Data:
        return {"stem": data["stem"], "answer": json.dumps(files.answer(data)), "feedback": data["feedback"]}

    def policy(self, name: str) -> None:
        part = f"policies/{name}"
        data = files.read(files.SOURCE, f"{part}.yaml")
        index = PolicyIndexPage.objects.get(
            translation_key=files.key("site/policies"), locale=self.locales[files.SOURCE]
        )
        page = self.page(
            part,
            PolicyPage,
            index,
            name,
            data["title"],
            change_class=ChangeClass.MATERIAL,
            effective_on=localdate(),
            audience=Audience.objects.get(name=EVERYBODY),
            due_on=next_friday(localdate()),
            review_on=localdate() + REVIEWED_AFTER,
            policy_questions=self.asked_before(part, name, data),
            **self.policy_words(name, data),
        )

        def words(code: str) -> files.Data:
            translated = files.read(code, f"{part}.yaml")
            return {"title": translated["title"], **self.policy_words(name, translated)}

        self.translations(part, page, words)

    def asked_before(self, part: str, name: str, data: files.Data) -> list[PolicyQuestion]:
        """The questions before a policy is acknowledged, each with its clause."""
        asked = data.get("questions", [])
        skill = self.skill(data["title"]) if asked else None
        return [
            PolicyQuestion(
                question=self.question(part, number, data, skill),
                clause_id=str(files.key("policy", name, question["clause"])),
                sort_order=number,
            )
            for number, question in enumerate(asked)
        ]

    def policy_words(self, name: str, data: files.Data) -> files.Data:
        return {
            "summary": data["summary"],
            "why": data["why"],
            "change_summary": data["change_summary"],
            "clauses": json.dumps(files.clauses(name, data)),
        }

    # What they have in common

    def skill(self, name: str) -> Skill:
        return Skill.objects.get_or_create(name=name)[0]

    def page(self, part: str, model: type[Page], parent: Page, slug: str, title: str, **fields: Any) -> Page:
        """The page of a part in the source language: made and published if it was never loaded."""
        page = model.objects.filter(translation_key=files.key(part), locale=parent.locale).first()
        if page is None:
            page = model(title=title, slug=slug, locale=parent.locale, translation_key=files.key(part), live=False)
            for name, value in fields.items():
                getattr(page, name).set(value) if name == "skills" else setattr(page, name, value)
            parent.specific.add_child(instance=page)
        if not page.live and part not in self.done:
            page.save_revision().publish()
        self.once(part, lambda: None)
        return page

    def translations(self, part: str, source: Page | Question, words: Callable[[str], dict[str, Any]]) -> None:
        missing = [code for code in files.languages() if code != files.SOURCE and f"{part}:{code}" not in self.done]
        if not missing:
            return
        origin = origin_of(source)
        for code in missing:
            self.once(f"{part}:{code}", partial(translate, origin, source, words(code), self.locales[code]))


def next_friday(today: date) -> date:
    """The Friday that leaves at least three days."""
    return today + timedelta(days=3 + (4 - (today + timedelta(days=3)).weekday()) % 7)
