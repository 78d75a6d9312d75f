"""What teachers said, for the coach they said it of: own batches that are closed, and nothing else."""

from django.shortcuts import render

from echo import batches


def heard(request):
    return render(request, "echo/heard.html", {"batches": batches.heard(request.user)})
