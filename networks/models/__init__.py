from .cooperation import Cooperation
from .event import Event
from .network import Network

__all__ = ["Cooperation", "Event", "Network"]
