package browse_test

import (
	"fmt"

	"mailslot/internal/browse"
)

func Example() {
	request := browse.BackupRequest{Count: 4, Token: 0xDEADBEEF}
	body, err := browse.Parse("browse", request.Append(nil))
	fmt.Printf("%+v %v\n", body, err)
	// Output: &{Count:4 Token:3735928559} <nil>
}
