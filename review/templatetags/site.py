"""Who runs this site and what it is called."""

from django import template

from review.public import site

register = template.Library()

register.simple_tag(site.is_practice)
register.simple_tag(site.organisation)
register.simple_tag(site.site_name)
