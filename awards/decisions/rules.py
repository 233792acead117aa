"""Quyết định: ai dự thảo, ai ghi số."""

import rules

from awards.council.rules import is_secretary_of_the_council, serves_the_council

rules.add_perm("decisions.draft", is_secretary_of_the_council | serves_the_council)
rules.add_perm("decisions.issue", is_secretary_of_the_council | serves_the_council)
rules.add_perm("decisions.revoke", serves_the_council)
