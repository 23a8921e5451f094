"""What is held about people by this app, and by the libraries that know people but not us."""

from django.utils.translation import gettext_lazy as _

from academy.personal import DELETE, KEEP, hold

hold("staff.User", "pk", _("The person"), erase=KEEP, secret=("password",))
hold("staff.User", "manager", _("People who report to them"), erase=KEEP, listed=False)
hold("staff.User_groups", "user", _("Groups"), erase=DELETE)
hold("staff.User_user_permissions", "user", _("Rights"), erase=DELETE)
hold("staff.Leadership", "leader", _("Below whom they stand"), erase=DELETE, listed=False)
hold("staff.Leadership", "person", _("Below whom they stand"), erase=DELETE)
hold("staff.Team_leads", "user", _("Teams that they lead"), erase=DELETE)
hold("staff.Audience_named", "user", _("Audiences that name them"), erase=DELETE)
hold("staff.Audience_excepted", "user", _("Audiences that except them"), erase=DELETE)
hold("staff.Absence", "person", _("Absences"), erase=DELETE)
hold("staff.Invitation", "person", _("Invitations"), erase=DELETE, secret=("secret_hash",))
hold("staff.Invitation", "made_by", _("Invitations made for others"), erase=KEEP, listed=False)
hold("staff.StaffUpload", "by", _("Files sent"), erase=DELETE, secret=("content", "report"))

hold("account.EmailAddress", "user", _("E-mail addresses"), erase=DELETE)
hold("account.EmailConfirmation", "email_address__user", _("E-mail addresses"), erase=DELETE, listed=False)
hold("wagtailusers.UserProfile", "user", _("Settings of the CMS"), erase=DELETE)
hold("wagtailadmin.EditingSession", "user", _("Editing"), erase=DELETE)
hold("wagtailadmin.FormState", "user", _("Unsaved forms"), erase=DELETE)
hold("wagtailcore.APIToken", "user", _("Keys of the API"), erase=DELETE, secret=("key_hash", "prefix"))
hold("wagtailcore.Comment", "user", _("Comments on pages"), erase=DELETE)
hold("wagtailcore.CommentReply", "user", _("Comments on pages"), erase=DELETE)
hold("wagtailcore.PageSubscription", "user", _("Pages that they follow"), erase=DELETE)
for model, path in (
    ("wagtailcore.Comment", "resolved_by"),
    ("wagtailcore.ModelLogEntry", "user"),
    ("wagtailcore.PageLogEntry", "user"),
    ("wagtailcore.Page", "owner"),
    ("wagtailcore.Page", "locked_by"),
    ("wagtailcore.Revision", "user"),
    ("wagtailcore.TaskState", "finished_by"),
    ("wagtailcore.UploadedFile", "uploaded_by_user"),
    ("wagtailcore.WorkflowState", "requested_by"),
    ("wagtaildocs.Document", "uploaded_by_user"),
    ("wagtailimages.Image", "uploaded_by_user"),
    ("wagtail_localize.StringTranslation", "last_translated_by"),
    ("wagtail_localize.SegmentOverride", "last_translated_by"),
):
    hold(model, path, _("Work in the CMS"), erase=KEEP, listed=False)
