"""What opens a door and has to be kept, such as the secret of a school with its service: a copy of the
database alone opens nothing."""

from people.sealed import Seal

SEAL = Seal("signing_in.sealed")
sealed, opened, is_of_now = SEAL.sealed, SEAL.opened, SEAL.is_of_now
