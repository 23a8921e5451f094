"""The CMS side of what several kinds of pages share."""

from wagtail import hooks

from academy.recordings import KindChooserViewSet, audio_chooser, captions_chooser, video_chooser


@hooks.register("register_admin_viewset")
def register_choosers() -> list[KindChooserViewSet]:
    return [video_chooser, audio_chooser, captions_chooser]
