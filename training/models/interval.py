from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Value


class PostgresExclusion(ExclusionConstraint):
    """An exclusion that PostgreSQL enforces. SQLite has none: there the service alone refuses."""

    def constraint_sql(self, model, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return None
        return super().constraint_sql(model, schema_editor)

    def create_sql(self, model, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return None
        return super().create_sql(model, schema_editor)

    def remove_sql(self, model, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return None
        return super().remove_sql(model, schema_editor)

    def validate(self, *args, **kwargs) -> None:
        """The service asks first, in words that name the other session."""


class HeldInterval(models.Model):
    """A stretch of clock time that counts now for a learner: nobody is twice at the same hour.

    The ledger only grows; these rows are written anew with it, in the same transaction, so that the
    database itself can refuse an overlap. Personal data: where a person was, when.
    """

    learner = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    label = models.CharField("libellé", max_length=200)
    source_key = models.CharField("origine", max_length=120, unique=True)

    class Meta:
        verbose_name = "intervalle compté"
        indexes = [models.Index(fields=["learner", "starts_at"], name="interval_of_a_learner")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="interval_ends_after_start",
                violation_error_message="La fin doit suivre le début.",
            ),
            # A range of one learner, so that no extension of PostgreSQL is needed.
            PostgresExclusion(
                name="interval_never_twice",
                expressions=[
                    (
                        Func(
                            F("learner"), F("learner"), Value("[]"), function="int8range",
                            output_field=BigIntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (
                        Func(
                            F("starts_at"), F("ends_at"), function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                violation_error_message="Cette personne est déjà ailleurs à ces heures.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.source_key
