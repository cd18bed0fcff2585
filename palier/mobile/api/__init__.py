from ninja import Router

from palier.mobile.api.help import router as help_router
from palier.mobile.api.sync import router as sync_router

router = Router()
router.add_router("", sync_router)
router.add_router("", help_router)

__all__ = ["router"]
