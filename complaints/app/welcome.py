"""What the server says when it starts: where it is, and who can sign in to the demonstration."""

from complaints.app.settings import Settings


def welcome(settings: Settings, host: str, port: int) -> str:
    """Return the lines that are printed."""
    at = settings.public_url or f"http://{host}:{port}"
    lines = [
        f"[bold]Redress[/bold] is at {at}",
        f"  the public        {at}/",
        f"  what we promise   {at}/standards",
        f"  staff sign in     {at}/sign-in",
        f"  the API           {at}/openapi.json",
    ]
    sign_ins = settings.data / "demonstration.txt"
    if sign_ins.exists():
        lines += ["", sign_ins.read_text().rstrip()]
    return "\n".join(lines)
