"""The finder of personal data in French free text. ``finder.find_personal`` and ``findings.replace`` are its doors."""
