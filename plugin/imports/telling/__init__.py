"""What a row tells, by the rules of a mapping: values, instants, facts, events, visits."""
