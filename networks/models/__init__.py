from .cooperation import Cooperation
from .event import Event
from .network import Network, NetworkArea, NetworkCluster

__all__ = ["Cooperation", "Event", "Network", "NetworkArea", "NetworkCluster"]
