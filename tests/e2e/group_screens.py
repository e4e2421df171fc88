"""Screens of those who accompany, and by account those of the wall and of groups of users."""

ACCOMPANYING = {
    "portfolio:accompaniment", "portfolio:meetings", "portfolio:meeting",
    "portfolio:meeting_new", "portfolio:meeting_write", "portfolio:action_new",
    "portfolio:group_days", "portfolio:group_day_new",
}  # fmt: skip
TAKING_PART = {
    "portfolio:user_groups", "portfolio:user_group", "portfolio:need", "portfolio:need_new",
    "portfolio:theme_new", "portfolio:synthesis",
}  # fmt: skip
WALL = {"portfolio:wall", "portfolio:sharing"}
RUNNING = TAKING_PART | WALL | {
    "portfolio:user_group_new", "portfolio:user_group_set", "portfolio:user_group_meet",
    "portfolio:theme_close", "portfolio:synthesis_send",
}  # fmt: skip
GROUP_SCREENS = {
    "assistant": TAKING_PART | WALL,
    "soignant": {"portfolio:wall", "portfolio:user_groups", "portfolio:user_group"},
    "formateur": RUNNING,
    "accompagnateur": RUNNING,
    "responsable": RUNNING | {"portfolio:remove_copy"},
    "employeur": TAKING_PART | {"portfolio:group_referent"},
}
