package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/user"
	"strings"

	"github.com/spf13/cobra"

	"mailslot"
	"mailslot/cmd/mailslot/internal/codepage"
	"mailslot/internal/browse"
)

func popupCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "popup COMMAND",
		Short: "Receive and send messenger pop-ups (net send)",
		Long: `The messenger service of Windows up to XP shows text that others send with
"net send". These commands speak its mailslot form, which Windows uses for
whole domains; to a single computer it makes a connection instead.`,
		Example: `  mailslot popup listen                     # the daemon needs popups = true
  mailslot popup send MSLOT "the line stops at noon"`,
		Args: firstWordIsACommand,
		RunE: helpWithoutCommand,
	}
	cmd.AddCommand(popupListenCommand(), popupSendCommand())
	return cmd
}

// oem is the usual encoding of pop-ups in the west.
const oem = "cp850"

func popupListenCommand() *cobra.Command {
	encoding, _ := codepage.Parse(oem)
	count := 0
	cmd := &cobra.Command{
		Use:   "listen",
		Short: "Print pop-ups, one line each",
		Example: `  mailslot popup listen                     # the daemon needs popups = true
  mailslot popup listen --encoding cp1251`,
		Args: arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := atLeastOne(cmd, "count", count); err != nil {
				return err
			}
			return named(messengerSlot, listenPopups(cmd, encoding, count))
		},
	}
	cmd.Flags().Var(&encoding, "encoding", "the senders' encoding: "+strings.Join(codepage.Names(), ", "))
	cmd.Flags().IntVarP(&count, "count", "n", 0, "stop after `N` pop-ups")
	return cmd
}

const messengerSlot = "messngr"

func listenPopups(cmd *cobra.Command, encoding codepage.Encoding, count int) error {
	c := newConsole(cmd)
	config := mailslot.ListenConfig{Mode: 0o666, Network: true}
	slot, err := config.Listen(messengerSlot)
	if err != nil {
		return err
	}
	defer slot.Close()
	for m, err := range slot.Messages(cmd.Context()) {
		if err != nil {
			return err
		}
		printed, err := c.printPopup(m.Data, encoding)
		if err != nil {
			return err
		}
		if !printed {
			continue
		}
		if count--; count == 0 {
			return nil
		}
	}
	return nil
}

// printPopup prints one pop-up. What is none is left out: anybody may write.
func (c console) printPopup(data []byte, encoding codepage.Encoding) (printed bool, err error) {
	body, err := browse.Parse(browse.SlotMessenger, data)
	p, ok := body.(*browse.Popup)
	if err != nil || !ok {
		return false, nil
	}
	text := func(s string) string {
		decoded, _ := encoding.Decode([]byte(s))
		return c.text(strings.ReplaceAll(decoded, "\x14", "\n")) // net send writes its line ends so
	}
	_, err = fmt.Fprintf(c.out, "%s -> %s: %s\n", text(p.From), text(p.To), text(p.Text))
	return err == nil, err
}

func popupSendCommand() *cobra.Command {
	encoding, _ := codepage.Parse(oem)
	from := ""
	cmd := &cobra.Command{
		Use:   "send HOST MSG...",
		Short: "Show a text on a computer or a whole domain",
		Example: `  mailslot popup send MSLOT "the line stops at noon"
  mailslot popup send MSLOT --from "line 4" "the line stops at noon"`,
		Args: arguments(2, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return named(args[0], sendPopup(cmd.Context(), args[0], from, strings.Join(args[1:], " "), encoding))
		},
	}
	cmd.Flags().Var(word{&from}, "from", "`WHO` it is from (default: this user)")
	cmd.Flags().Var(&encoding, "encoding", "the receivers' encoding: "+strings.Join(codepage.Names(), ", "))
	return cmd
}

// sendPopup sends to HOST<00>, which is a computer or a domain, as Windows does.
func sendPopup(ctx context.Context, host, from, text string, encoding codepage.Encoding) error {
	if host == "" {
		return usage("the host's name is empty")
	}
	if from == "" {
		from = userOrHost()
	}
	encoded, err := encoding.Encode([]byte(text))
	if err != nil {
		return err
	}
	sender, err := encoding.Encode([]byte(from))
	if err != nil {
		return err
	}
	p := browse.Popup{From: string(sender), To: host, Text: string(bytes.ReplaceAll(encoded, []byte("\n"), []byte("\x14")))}
	body, err := p.Append(nil)
	if err != nil {
		return err
	}
	w, err := mailslot.Dial(`\\` + host + `\mailslot\` + messengerSlot)
	if err != nil {
		return err
	}
	defer w.Close()
	return w.Send(ctx, body)
}

func userOrHost() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	host, _ := os.Hostname()
	return host
}
