"""Content-Security-Policy: scripts, fonts and pictures come from here and from nowhere else."""

# Style attributes carry the number of columns of a grid (look.md), hence 'unsafe-inline' for styles; data: is for
# Bootstrap's tick marks and the QR code of the one-time-code page.
POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


class PolicyMiddleware:
    """Puts the policy on every HTML answer that has none of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Security-Policy", POLICY)
        return response
