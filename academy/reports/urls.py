from django.urls import path, register_converter

from academy.reports import accepting, excusing, granting, moving, noting, nudging, paper, requests, saving
from academy.reports.assigning import views as assigning
from academy.reports.compliance import views as compliance
from academy.reports.home import views as home
from academy.reports.matrix import views as matrix
from academy.reports.outlook import views as outlook
from academy.reports.person import views as person
from academy.reports.pulse import views as pulse
from academy.reports.scores import views as scores
from academy.reports.skills import views as skills


class ExportedAs:
    regex = "csv|xlsx|pdf"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ExportedAs, "exported")

urlpatterns = [
    path("team/", home.team, name="team"),
    path("team/people/", home.people, name="team_people"),
    path("team/work/", home.works, name="team_works"),
    path("team/work/<int:work_id>/", home.team_work, name="team_work"),
    path("team/outlook/", outlook.team_outlook, name="team_outlook"),
    path("team/assign/", assigning.assign, name="assign"),
    path("team/assignments/", assigning.assignments, name="team_assignments"),
    path("team/assignments/<int:pk>/", assigning.assignment, name="team_assignment"),
    path("team/assignments/<int:pk>/stop/", assigning.stop_assignment, name="stop_assignment"),
    path("team/requests/", requests.requests, name="course_requests"),
    path("team/requests/<int:pk>/", requests.answer_request, name="course_request"),
    path("team/compliance/", compliance.policies, name="compliance_list"),
    path("team/compliance/<int:work_id>/", compliance.policy, name="compliance"),
    path("team/compliance/<int:work_id>/people/", compliance.people, name="compliance_people"),
    path("team/compliance/<int:work_id>/remind/", compliance.remind, name="compliance_remind"),
    path("team/compliance/<int:work_id>/export.csv", compliance.export, {"kind": "csv"}, name="compliance_csv"),
    path("team/compliance/<int:work_id>/export.xlsx", compliance.export, {"kind": "xlsx"}, name="compliance_xlsx"),
    path("team/matrix/", matrix.work_matrix, name="work_matrix"),
    path("team/matrix/export.<exported:kind>", matrix.work_export, name="work_export"),
    path("team/readiness/", matrix.readiness_matrix, name="readiness_matrix"),
    path("team/readiness/export.<exported:kind>", matrix.readiness_export, name="readiness_export"),
    path("team/people/<int:pk>/work/<int:work_id>/", matrix.work_cell, name="work_cell"),
    path("team/views/", saving.saved, name="saved_views"),
    path("team/views/save/", saving.save, name="save_view"),
    path("team/views/<int:pk>/mail/", saving.send_by_mail, name="mail_saved_view"),
    path("team/views/<int:pk>/remove/", saving.forget, name="forget_saved_view"),
    path("team/views/stop/<str:token>/", saving.stop_mail, name="stop_saved_view"),
    path("team/skills/", skills.team_skills, name="team_skills"),
    path("team/skills/<int:pk>/", skills.team_skill, name="team_skill"),
    path("team/scores/", scores.team_scores, name="team_scores"),
    path("team/scores/courses/<int:work_id>/", scores.course_scores, name="course_scores"),
    path("team/pulse/", pulse.team_pulse, name="team_pulse"),
    path("team/pulse/<int:pk>/plan/", pulse.plan_pulse, name="pulse_plan"),
    path("team/pulse/<int:pk>/end/", pulse.end_pulse, name="pulse_end"),
    path("team/people/<int:pk>/skills/", skills.person_skills, name="person_skills"),
    path("my/skills/", skills.my_skills, name="my_skills"),
    path("team/people/<int:pk>/", person.person, name="person"),
    path("team/people/<int:pk>/all/<str:part>/", person.section, name="person_section"),
    path("team/people/<int:pk>/note/", noting.note, name="write_note"),
    path("team/people/<int:pk>/work/<int:assignment_id>/remind/", nudging.remind, name="remind_person"),
    path("team/people/<int:pk>/statement/", paper.statement_of_person, name="statement_of_person"),
    path("team/work/<int:work_id>/statement/", paper.statement_of_policy, name="statement_of_policy"),
    path("team/people/<int:pk>/work/<int:assignment_id>/date/", moving.move_date, name="move_date"),
    path("team/people/<int:pk>/work/<int:assignment_id>/evidence/", accepting.accept_evidence, name="accept_evidence"),
    path("team/people/<int:pk>/work/<int:assignment_id>/excuse/", excusing.excuse, name="excuse"),
    path("team/people/<int:pk>/work/<int:assignment_id>/ask-again/", excusing.ask_again, name="ask_again"),
    path("team/people/<int:pk>/extra-time/", granting.extra_time, name="extra_time"),
    path("team/people/<int:pk>/quizzes/<int:work_id>/exception/", granting.quiz_exception, name="quiz_exception"),
    path(
        "team/people/<int:pk>/exceptions/<int:exception_id>/end/",
        granting.end_quiz_exception,
        name="quiz_exception_end",
    ),
]
