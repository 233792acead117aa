"""Hội nghị: ai điều hành, ai kết luận."""

import rules

from blocs.years.rules import heads_the_lead, leads, serves_its_secretariat

rules.add_perm("conferences.run", leads | serves_its_secretariat)
rules.add_perm("conferences.conclude", heads_the_lead | serves_its_secretariat)
