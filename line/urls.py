from django.urls import path

from line.views import line, paper

urlpatterns = [
    path("me/line/", line.line, name="line"),
    path("me/line/beside/", line.line_beside, name="line_beside"),
    path("me/line.pdf", paper.line_pdf, name="line_pdf"),
]
