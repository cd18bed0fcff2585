"""Addresses of the inbox of words, and of one word."""

from django.urls import path, re_path

from palier.voices.views import erasure, inbox, need_choice, paper, reread, triage, word, word_exports

FORMAT = r"(?P<file_format>csv|xlsx)$"

urlpatterns = [
    path("paroles/", inbox.inbox, name="inbox"),
    path("paroles/tri/", triage.triage, name="triage"),
    path("paroles/ensemble/", inbox.words_together, name="words-together"),
    path("paroles/besoin/", need_choice.word_need, name="word-need"),
    path("paroles/annulation/", inbox.words_undo, name="words-undo"),
    path("paroles/saisie/", paper.paper_new, name="paper-new"),
    re_path(rf"^paroles/export/centre\.{FORMAT}", word_exports.words_inside, name="words-inside"),
    re_path(rf"^paroles/export/exterieur\.{FORMAT}", word_exports.words_outside, name="words-outside"),
    path("paroles/<uuid:voice_id>/", word.word_detail, name="word-detail"),
    path("paroles/<uuid:voice_id>/tri/", triage.word_triage, name="word-triage"),
    path("paroles/<uuid:voice_id>/correction/", word.word_edit, name="word-edit"),
    path("paroles/<uuid:voice_id>/traduction/", word.word_translate, name="word-translate"),
    path("paroles/<uuid:voice_id>/retrait/", word.word_withdraw, name="word-withdraw"),
    path("paroles/<uuid:voice_id>/effacement/", erasure.word_erase, name="word-erase"),
    path("paroles/<uuid:voice_id>/reprise/", word.word_restore, name="word-restore"),
    path("paroles/<uuid:voice_id>/remplacement/", reread.word_replace, name="word-replace"),
    path("paroles/<uuid:voice_id>/relecture/", reread.word_reread, name="word-reread"),
    path("paroles/<uuid:voice_id>/relecture/retrait/", reread.word_reading_withdraw, name="word-reading-withdraw"),
]
