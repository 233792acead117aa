from django.apps import AppConfig


class EmulationConfig(AppConfig):
    name = "emulation"
    label = "emulation"
    verbose_name = "Khối thi đua"
