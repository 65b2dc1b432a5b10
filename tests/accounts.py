"""People in their groups, for tests of what they may do."""

from django.contrib.auth.models import Group
from django.test import Client

from clusters import roles
from clusters.models import User
from tests.factories import ClusterFactory, ClusterRoleFactory, UserFactory


def member_of(group: str, **fields) -> User:
    user = UserFactory(**fields)
    user.groups.add(Group.objects.get(name=group))
    return user


def manager_of(*clusters: str, role: str = "manager") -> User:
    """A cluster manager; ``clusters`` are slugs."""
    user = member_of(roles.MANAGERS)
    for slug in clusters:
        ClusterRoleFactory(user=user, cluster=ClusterFactory(slug=slug), role=role)
    return user


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form_data(response) -> dict:
    """What a browser would send if somebody opened the admin form and changed nothing."""
    data = {}
    adminform = response.context["adminform"]
    forms = [adminform.form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = field.field.prepare_value(value)
    return data


def save(client: Client, url: str, **changes):
    """Open the admin form, change some fields and save it."""
    return client.post(url, form_data(client.get(url)) | changes)
