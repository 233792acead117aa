from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0003_guards"),
    ]

    operations = [
        migrations.AlterField(
            model_name="paper",
            name="kind",
            field=models.CharField(
                choices=[
                    ("GU", "Giao ước"),
                    ("KH", "Kế hoạch"),
                    ("QC", "Quy chế"),
                    ("BC", "Báo cáo"),
                    ("BB", "Biên bản"),
                    ("TTr", "Tờ trình"),
                    ("QĐ", "Quyết định"),
                    ("BBBG", "Biên bản bàn giao"),
                    ("BĐ", "Bảng điểm"),
                    ("TB", "Thông báo"),
                    ("CV", "Công văn"),
                    ("GM", "Giấy mời"),
                    ("GUQ", "Giấy ủy quyền"),
                ],
                max_length=4,
                verbose_name="loại",
            ),
        ),
    ]
