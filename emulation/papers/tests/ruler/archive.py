"""Lưu trữ được: PDF/A-3a and PDF/UA-1."""

import page

PROFILES = ("PDF_A_3A", "PDF_UA_1")


def findings(content):
    """Out: sentences about what keeps the file from being archived, read aloud or printed elsewhere."""
    wrong = []
    for profile in PROFILES:
        report = page.validate_pdf_bytes(content, profile=page.ValidationProfile[profile])
        wrong += [f"{profile}: {failure.message}" for failure in report.failures]
        if not report.failures and not report.is_compliant:
            wrong.append(f"{profile}: not compliant")
    return wrong
