"""Forms of ODK, KoboToolbox and SurveyCTO: a checklist as one, and one as a checklist."""
