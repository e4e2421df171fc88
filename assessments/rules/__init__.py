"""Pure decisions of this app: values in, values out; no Django, no clock."""
