"""What every page says of the site."""

from django.conf import settings


def site(request):
    """The site marks of the settings, for the header and the footer."""
    return {
        "site": {
            "name": settings.SITE_NAME,
            "organ": settings.SITE_ORGAN,
            "icp": settings.SITE_ICP,
            "gongan": settings.SITE_GONGAN,
            "identifier": settings.SITE_IDENTIFIER,
            "contact": settings.SITE_CONTACT,
            "is_demo": not settings.PRODUCTION,
            "asks_second_factor": settings.SECOND_FACTOR_REQUIRED,
        }
    }
