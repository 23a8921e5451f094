"""What is taught, how far each learner is, and what has changed since."""

from courses.models.changes import MaterialChange, Reopening
from courses.models.pages import CourseIndexPage, CoursePage, CourseSkill, LessonPage, LessonSkill
from courses.models.progress import Enrolment, Progress, UnitProgress

__all__ = [
    "CourseIndexPage",
    "CoursePage",
    "CourseSkill",
    "Enrolment",
    "LessonPage",
    "LessonSkill",
    "MaterialChange",
    "Progress",
    "Reopening",
    "UnitProgress",
]
