"""Addresses of the events, below their translated first part."""

from django.urls import path

from networks import views

app_name = "networks"
urlpatterns = [path("", views.event_list, name="event_list")]
