"""What is taught, how far each learner is, and what has changed since."""

from courses.models.changes import MaterialChange, Reopening
from courses.models.pages import CourseIndexPage, CourseNeed, CoursePage, CourseSkill, LessonPage, LessonSkill
from courses.models.paths import LearningPathPage, PathNeed, PathStep
from courses.models.progress import Enrolment, Progress, UnitProgress
from courses.models.requests import CourseRequest

__all__ = [
    "CourseIndexPage",
    "CourseNeed",
    "CoursePage",
    "CourseRequest",
    "CourseSkill",
    "Enrolment",
    "LearningPathPage",
    "LessonPage",
    "LessonSkill",
    "MaterialChange",
    "PathNeed",
    "PathStep",
    "Progress",
    "Reopening",
    "UnitProgress",
]
