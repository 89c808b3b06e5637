"""The whole flow, from a folder to a run folder."""

from servicecircle.pipeline.check import Checked, check_area, check_in_full
from servicecircle.pipeline.check_folder import check_check_folder, write_check_folder
from servicecircle.pipeline.measured import Measured, measure_area
from servicecircle.pipeline.plan import plan
from servicecircle.pipeline.site import Sited, SiteRequest, site, site_area
from servicecircle.pipeline.verify import verify_file

__all__ = [
    "Checked",
    "Measured",
    "SiteRequest",
    "Sited",
    "check_area",
    "check_check_folder",
    "check_in_full",
    "measure_area",
    "plan",
    "site",
    "site_area",
    "verify_file",
    "write_check_folder",
]
