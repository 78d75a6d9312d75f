"""A sentence of the kind a hint is about, and one that can be seen or heard. In the language of the sentence
itself, whatever language the page is in; own words, of nobody's list."""

BETTER = {
    "nl": {
        "double": (
            "De docent noemt het doel en loopt rond.",
            "De docent noemt het doel van de les. | De docent loopt tijdens het werken langs alle tafels.",
        ),
        "long": (
            "De docent zegt bij de start wat studenten gaan doen, hoe lang ze daarvoor hebben, wat ze erbij nodig hebben en waar het af moet liggen.",
            "De docent zegt wat studenten gaan doen en hoe lang.",
        ),
        "quality": (
            "De docent geeft goede, duidelijke uitleg.",
            "De docent doet de eerste stap hardop voor.",
        ),
        "climate": (
            "De docent zorgt voor een prettige sfeer.",
            "De docent bedankt een student voor een vraag.",
        ),
        "activate": (
            "De docent stimuleert studenten om mee te doen.",
            "De docent wacht na een vraag drie tellen.",
        ),
        "differ": (
            "De docent sluit aan bij het niveau van studenten.",
            "De docent laat studenten kiezen uit twee opdrachten.",
        ),
        "help": (
            "De docent ondersteunt studenten bij de opdracht.",
            "De docent vraagt bij elk groepje: ‘Wat is jullie volgende stap?’",
        ),
        "attitude": (
            "De docent toont respect voor studenten.",
            "De docent laat een student uitpraten.",
        ),
    },
    "en": {
        "double": (
            "The teacher names the goal and walks around.",
            "The teacher names the goal of the lesson. | The teacher walks past all tables while students work.",
        ),
        "long": (
            "At the start the teacher says what students are going to do, how long they have for it, what they need and where it has to be handed in.",
            "The teacher says what students are going to do and for how long.",
        ),
        "quality": (
            "The teacher gives good, clear explanations.",
            "The teacher shows the first step while thinking aloud.",
        ),
        "climate": (
            "The teacher creates a pleasant mood.",
            "The teacher thanks a student for a question.",
        ),
        "activate": (
            "The teacher encourages students to take part.",
            "The teacher waits three seconds after a question.",
        ),
        "differ": (
            "The teacher takes differences into account.",
            "The teacher lets students choose between two tasks.",
        ),
        "help": (
            "The teacher supports students with the task.",
            "The teacher asks each group: “What is your next step?”",
        ),
        "attitude": (
            "The teacher shows respect for students.",
            "The teacher lets a student finish speaking.",
        ),
    },
}
