System.Console.Error.WriteLine("closedloop: no verb yet"); return 2;
