"""The queue of reviews, and the address of every page about one."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from review.admin import (
    activity,
    approval,
    bulk,
    codebook,
    disagreements,
    exports,
    finding,
    hide,
    leaving,
    notices,
    outdated,
    questions,
    queues,
    reads,
    review_pages,
    saved_filters,
    several,
    tags,
    translating,
    who_sees,
)
from review.models import Review


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin[Review]):
    """The queue and the review pages; a review itself is never edited."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return queues.queue(request)

    def get_urls(self) -> list[URLPattern]:
        deeds: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", review_pages.detail, "detail"),
            ("comment/", review_pages.comment, "comment"),
            ("ask/", questions.ask, "ask"),
            ("viewed/", questions.keep_viewed, "keep_viewed"),
            ("ask/keep/", questions.keep, "keep_comments"),
            ("ask/autosave/", questions.autosave, "autosave_comments"),
            ("ask/colleagues/", questions.colleagues, "colleagues"),
            ("ask/forget/", questions.forget, "forget_comments"),
            ("questions/<int:event_id>/answer/", questions.answer, "answer"),
            ("questions/<int:event_id>/resolve/", questions.resolve, "resolve"),
            ("ask/disagree/", disagreements.begin, "begin_disagreement"),
            ("disagree/", disagreements.disagree, "disagree"),
            ("disagreements/<int:event_id>/position/", disagreements.position, "position"),
            ("disagreements/<int:event_id>/name/", disagreements.name, "name_who_decides"),
            ("disagreements/<int:event_id>/rule/", disagreements.rule, "rule"),
            ("disagreements/<int:event_id>/end/", disagreements.take_back, "end_disagreement"),
            ("rulings/<int:event_id>/codebook/", codebook.write, "write_codebook"),
            ("approve/", approval.approve, "approve"),
            ("return/", review_pages.send_back, "return"),
            ("discard/", review_pages.discard, "discard"),
            ("put-back/", review_pages.put_back, "put_back"),
            ("submit/", review_pages.submit, "submit"),
            ("close/", review_pages.close, "close"),
            ("reopen/", review_pages.reopen, "reopen"),
            ("withdraw/", review_pages.withdraw, "withdraw"),
            ("parts/", hide.parts, "parts"),
            ("parts/hide/", hide.hide, "hide"),
            ("sight/", who_sees.who_sees, "who_sees"),
            ("sight/limit/", who_sees.limit, "limit"),
            ("sight/limits/<int:limit_id>/free/", who_sees.free, "free"),
            ("sight/assign/", who_sees.assign, "assign"),
            (
                "sight/assignments/<uuid:assignment_id>/end/",
                who_sees.end_assignment,
                "end_assignment",
            ),
            ("take/", review_pages.take, "take"),
            ("take-over/", leaving.take_over, "take_over"),
            ("release/", review_pages.release, "release"),
            ("assign/", review_pages.assign_reviewer, "assign_reviewer"),
            ("tags/", tags.record_tags, "record_tags"),
            ("translation/", translating.translation, "translation"),
            ("urgent/", review_pages.set_urgent, "urgent"),
            ("not-urgent/", review_pages.not_urgent, "not_urgent"),
            ("history/", review_pages.history, "history"),
            ("history/<int:revision_id>/", review_pages.revision, "revision"),
            ("history/<int:revision_id>/restore/", review_pages.restore, "restore"),
        ]
        hidden: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", hide.decision, "hidden_part"),
            ("show/", hide.show, "show"),
            ("remove/", hide.remove, "remove"),
            ("redact/", hide.redact, "redact"),
            ("copies/", hide.hide_copies, "hide_copies"),
        ]
        together: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", outdated.outdated_records, "outdated"),
            ("submit/", outdated.submit, "submit_outdated"),
            ("approve/", outdated.approve, "approve_outdated"),
        ]
        files: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", exports.exports, "exports"),
            ("<uuid:export_id>/", exports.export, "export"),
            ("<uuid:export_id>/agree/", exports.agree, "agree_export"),
            ("<uuid:export_id>/take/", exports.take, "take_export"),
        ]
        several_at_once: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", several.several, "several"),
            ("approve/", several.approve, "approve_several"),
            ("return/", several.send_back, "return_several"),
            ("assign/", several.assign, "assign_several"),
        ]
        translations: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", translating.queue, "translations")
        ]
        told: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", notices.notices, "notices"),
            ("mail/", notices.by_mail, "notice_mail"),
            ("read/", notices.read_all, "read_notices"),
            ("<int:notice_id>/read/", notices.read, "read_notice"),
        ]
        of_filters: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", saved_filters.filters, "filters"),
            ("save/", saved_filters.save, "save_filter"),
            ("<uuid:filter_id>/", saved_filters.change, "filter"),
            ("<uuid:filter_id>/delete/", saved_filters.delete, "delete_filter"),
        ]
        of_tags: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", tags.tags, "tags"),
            ("make/", tags.make_tag, "make_tag"),
            ("<uuid:tag_id>/", tags.tag, "tag"),
            ("<uuid:tag_id>/rename/", tags.rename_tag, "rename_tag"),
            ("<uuid:tag_id>/merge/", tags.merge_tag, "merge_tag"),
            ("<uuid:tag_id>/retire/", tags.retire_tag, "retire_tag"),
            ("<uuid:tag_id>/delete/", tags.delete_tag, "delete_tag"),
        ]
        in_bulk: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", bulk.bulk, "bulk"),
            ("make/", bulk.make_bulk, "make_bulk"),
            ("submit/", bulk.submit_bulk, "submit_bulk"),
            ("take-back/", bulk.take_back_bulk, "take_back_bulk"),
        ]
        deeds_of_all: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", activity.activity, "activity")
        ]
        decided: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", codebook.entries, "codebook"),
            ("<int:entry_id>/", codebook.entry, "codebook_entry"),
            ("<int:entry_id>/agree/", codebook.agree, "agree_codebook"),
            ("<int:entry_id>/take-back/", codebook.take_back, "take_back_codebook"),
        ]
        readings: list[tuple[str, Callable[..., HttpResponse], str]] = [("", reads.log, "reads")]
        wrap = self.admin_site.admin_view
        queue = path("", wrap(self.changelist_view), name="review_review_changelist")
        find = path("find/", wrap(finding.find), name="review_review_find")
        own = [
            path(f"{name}/", wrap(partial(queues.own, name=name)), name=f"review_review_{name}")
            for name in queues.LISTS
        ]
        chosen = path(
            "approve/", wrap(approval.approve_together), name="review_review_approve_together"
        )
        under = [
            ("<uuid:review_id>/", deeds),
            ("hidden/<int:hiding_id>/", hidden),
            ("outdated/", together),
            ("several/", several_at_once),
            ("files/", files),
            ("translations/", translations),
            ("activity/", deeds_of_all),
            ("codebook/", decided),
            ("readings/", readings),
            ("notices/", told),
            ("bulk/<uuid:bulk_id>/", in_bulk),
            ("filters/", of_filters),
            ("tags/", of_tags),
        ]
        return [
            queue,
            *own,
            find,
            chosen,
            *(
                path(f"{start}{end}", wrap(view), name=f"review_review_{name}")
                for start, pages in under
                for end, view, name in pages
            ),
        ]
