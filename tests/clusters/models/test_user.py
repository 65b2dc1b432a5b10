import pytest
from django.db import IntegrityError

from clusters.models import User
from tests.factories import ClusterRoleFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_role_in_a_cluster_is_given_once():
    role = ClusterRoleFactory()

    with pytest.raises(IntegrityError):
        ClusterRoleFactory(user=role.user, cluster=role.cluster)


def test_the_history_of_users_keeps_no_password():
    UserFactory()

    fields = {field.name for field in User.history.rel.related_model._meta.fields}
    assert "username" in fields
    assert not fields & {"password", "last_login"}
